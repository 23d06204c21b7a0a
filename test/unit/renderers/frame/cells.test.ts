import assert from "node:assert/strict";
import { test } from "node:test";
import { moved } from "../../../../src/renderers/frame/cells";

test("keys move the cursor and stop at the edges", () => {
  const from = { row: 1, column: 1 };
  const cases: [string, unknown][] = [
    ["ArrowUp", { row: 0, column: 1 }],
    ["ArrowRight", { row: 1, column: 2 }],
    ["PageDown", { row: 2, column: 1 }],
    ["Home", { row: 1, column: 0 }],
    ["End", { row: 1, column: 2 }],
    ["Tab", undefined],
  ];
  for (const [key, to] of cases) assert.deepEqual(moved(from, key, 3, 3), to);
  assert.deepEqual(moved({ row: 0, column: 5 }, "PageDown", 4, 9), { row: 3, column: 5 });
  assert.deepEqual(moved({ row: 1, column: 5 }, "End", 4, 9), { row: 1, column: 8 });
});
