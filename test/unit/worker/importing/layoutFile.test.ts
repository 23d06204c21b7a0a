import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { parseLayoutFile, readLayoutFile } from "../../../../src/worker/importing/layoutFile";

const folder = mkdtempSync(join(tmpdir(), "hgl-layout-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const RIG = `# gloves and vest
name: rig
joints: [waist, chest, head, leftHand, rightHand, leftFoot, rightFoot]
bones:
  - [chest, waist]
  - [head, chest]
  - [leftHand, chest]
  - [rightHand, 1]
  - [leftFoot, waist]
  - [rightFoot, waist]
`;

test("names and bones are enough; the rest is guessed", () => {
  const layout = parseLayoutFile(RIG, "rig.yaml");
  assert.deepEqual({ ...layout }, {
    name: "rig",
    version: 1,
    joints: ["waist", "chest", "head", "leftHand", "rightHand", "leftFoot", "rightFoot"],
    parents: [-1, 0, 1, 1, 1, 0, 0],
    center: 1,
    levels: [[1], [0, 2, 3, 4], [5, 6]],
    secondAncestors: [-1, -1, 0, 0, 0, -1, -1],
    parts: { head: [2], hand: [3, 4], hip: [0, 1], foot: [5, 6] },
    mirror: [[3, 4], [5, 6]],
    bodies: 1,
  }); // prettier-ignore
});

test("everything may be said, and parents may stand in a list", () => {
  const text = `
name: stick
version: 3
joints: [a, b, c]
parents: [null, a, 1]
center: b
parts: {head: [a], hand: [b], hip: [1], foot: [c]}
mirror: []
levels: [[a], [b, c]]
secondAncestors: [[c, b]]
bodies: 2
`;
  assert.deepEqual({ ...parseLayoutFile(text, "stick.yaml") }, {
    name: "stick",
    version: 3,
    joints: ["a", "b", "c"],
    parents: [-1, 0, 1],
    center: 1,
    levels: [[0], [1, 2]],
    secondAncestors: [-1, -1, 1],
    parts: { head: [0], hand: [1], hip: [1], foot: [2] },
    mirror: [],
    bodies: 2,
  }); // prettier-ignore
  // Without levels they are the hops from the centre that is said.
  assert.deepEqual(parseLayoutFile(text.replace("levels: [[a], [b, c]]\n", ""), "x").levels, [[1], [0, 2]]);
});

test("what is wrong is said with its line and the nearest word", () => {
  const cases: [string, RegExp][] = [
    [RIG.replace("bones:", "bone:"), /^rig\.yaml, line 4: a skeleton layout has no key `bone`; did you mean `bones`\?/],
    [
      RIG.replace("[head, chest]", "[head, chst]"),
      /^rig\.yaml, line 6: there is no joint "chst"; did you mean "chest"/,
    ],
    [RIG.replace("[head, chest]", "[head, 9]"), /^rig\.yaml, line 6: there is no joint 9 among 7/],
    [RIG.replace("[head, chest]", "[head]"), /^rig\.yaml, line 6: `bones\[1\]` cannot be .*a pair of joints/],
    [RIG.replace("  - [head, chest]\n", ""), /^rig\.yaml, line 3: 2 joints have no parent \("waist", "head"\)/],
    [RIG.replace("[head, chest]", "[chest, head]"), /^rig\.yaml, line 4: joint "chest" has two parents/],
    [`${RIG}  - [waist, head]\n`, /^rig\.yaml, line 3: no joint is the root/],
    [
      RIG.replace("[chest, waist]", "[chest, head]"),
      /^rig\.yaml, line 3: the bones above joint "chest" run in a circle/,
    ],
    [RIG.replace("name: rig", "name: ntu25"), /^rig\.yaml, line 2: "ntu25" is the name of a built-in/],
    [RIG.replace("name: rig\n", ""), /`name` is missing/],
    [RIG.replace("head,", "chest,"), /line 3: two joints are called "chest"/],
    [`${RIG}parents: [null]\n`, /line 11: `bones` and `parents` say the same thing twice/],
    [`${RIG}mirror: [[leftHand, head], [leftFoot, chest]]\n`, /no counterparts/],
    [`${RIG}mirror: [[leftHand, leftHand]]\n`, /mirrored twice/],
    [`${RIG}secondAncestors: [[head, leftHand]]\n`, /none of its ancestors/],
    [`${RIG}levels: [[chest]]\n`, /every joint exactly once/],
    [`${RIG}bodies: 99\n`, /line 11: `bodies` cannot be 99; it takes a whole number from 1 to 16/],
    [RIG.replace("bones:", "bones: &x"), /line 5: &x is a YAML anchor or alias; write the value out/],
    [`${RIG}bodies: 1\nbodies: 2\n`, /line 12: `bodies` is already set at line 11; keep one/],
    [RIG.slice(0, 40), /line 3/],
    ["[1, 2]", /a map|key/],
    ["name: stick\njoints: [a, b]\n", /line 2: neither `bones` nor `parents`/],
    ["name: stick\njoints: [a, b]\nparents: [null]\n", /line 3: there are 2 joints and 1 parents/],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => parseLayoutFile(text, "rig.yaml"),
      (error) => {
        assert.ok(error instanceof HglError && error.code === "data", String(error));
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test("a file that is missing or no layout's size is refused before it is read", () => {
  assert.throws(() => readLayoutFile(join(folder, "none.yaml")), /there is no file or folder/);
  assert.throws(() => readLayoutFile(folder), (error) => error instanceof HglError); // prettier-ignore
  writeFileSync(join(folder, "large.yaml"), `#${" ".repeat(2 ** 20)}`);
  assert.throws(() => readLayoutFile(join(folder, "large.yaml")), /over the limit of 1048576/);
  writeFileSync(join(folder, "rig.yaml"), RIG);
  assert.equal(readLayoutFile(join(folder, "rig.yaml")).name, "rig");
});
