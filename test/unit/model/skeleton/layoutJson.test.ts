import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { LAYOUT_NAMES, defineLayout, layoutNamed } from "../../../../src/model/skeleton/layout";
import { layoutFacts, parseLayout } from "../../../../src/model/skeleton/layoutJson";

const travelled = (layout: object): unknown => JSON.parse(JSON.stringify(layout));
const own = defineLayout({ ...layoutNamed("ucla20"), name: "mine" });

test("a layout comes back from JSON, a built-in one as itself", () => {
  for (const name of LAYOUT_NAMES) {
    assert.equal(parseLayout(travelled(layoutFacts(layoutNamed(name))), "store"), layoutNamed(name));
  }
  assert.deepEqual(parseLayout(travelled(layoutFacts(own)), "store"), { ...own });
});

test("an older version of a built-in layout keeps its own facts", () => {
  const older = { ...layoutFacts(layoutNamed("ucla20")), version: 2, center: 3 };
  assert.equal(parseLayout(travelled(older), "store").center, 3);
});

test("facts that are no layout are refused with the field", () => {
  const facts = layoutFacts(own);
  const cases: [unknown, RegExp][] = [
    [null, /the payload is not an object/],
    [{ ...facts, joints: "many" }, /joints is "many", not a list/],
    [{ ...facts, joints: Array.from({ length: 300 }, String) }, /joints has 300 items/],
    [{ ...facts, parents: [1.5, ...facts.parents.slice(1)] }, /parents\[0\] is 1.5/],
    [{ ...facts, parents: facts.parents.slice(1) }, /skeleton layout "mine": 20 joints but 19 parents/],
    [{ ...facts, levels: [[0], 7] }, /levels\[1\] is 7, not a list/],
    [{ ...facts, mirror: [[1, 2, 3]] }, /mirror\[0\] is no pair/],
    [{ ...facts, parts: [] }, /parts is not an object/],
    [{ ...facts, bodies: 1e9 }, /bodies is 1000000000/],
    [{ ...layoutFacts(layoutNamed("ucla20")), center: 0 }, /is called "ucla20" and is another one/],
  ];
  for (const [json, message] of cases) {
    assert.throws(
      () => parseLayout(json, "/d/store"),
      (error) =>
        error instanceof HglError &&
        error.code === "data" &&
        error.message.startsWith("/d/store: ") &&
        message.test(error.message),
      `${message}`,
    );
  }
});
