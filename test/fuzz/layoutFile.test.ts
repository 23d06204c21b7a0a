import { layoutNamed } from "../../src/model/skeleton/layout";
import { layoutFacts, parseLayout } from "../../src/model/skeleton/layoutJson";
import { HglError } from "../../src/common/errors";
import { parseLayoutFile } from "../../src/worker/importing/layoutFile";
import { fuzzReader } from "./mutations";

const SHORT = `name: rig
joints: [waist, chest, head, leftHand, rightHand, leftFoot, rightFoot]
bones:
  - [chest, waist]
  - [head, chest]
  - [leftHand, chest]
  - [rightHand, 1]
  - [leftFoot, waist]
  - [rightFoot, waist]
`;
const WHOLE = `${SHORT}center: chest
parts: {head: [head], hand: [leftHand, rightHand], hip: [waist, chest], foot: [5, 6]}
mirror: [[leftHand, rightHand], [5, 6]]
levels: [[chest], [waist, head, 3, 4], [leftFoot, rightFoot]]
secondAncestors: [[head, waist]]
bodies: 2
`;
const PARENTS = "name: stick\nversion: 3\njoints: [a, b, c]\nparents: [null, a, 1]\n";

fuzzReader("a declared layout", [SHORT, WHOLE, PARENTS].map((text) => Buffer.from(text)), (bytes) => {
  parseLayoutFile(Buffer.from(bytes).toString("utf8"), "rig.yaml");
}); // prettier-ignore

const facts = [layoutNamed("ntu25"), parseLayoutFile(WHOLE, "rig.yaml")].map((layout) =>
  Buffer.from(JSON.stringify(layoutFacts(layout))),
);

fuzzReader("a layout in JSON", facts, (bytes) => {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw new HglError({ code: "data", what: "it is no JSON" });
  }
  parseLayout(json, "store");
});
