import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceTargets } from "../../../../src/extension/commands/deviceTargets";

const cells = (...selected: number[]) =>
  ["data #d\nsource: ui-prmd", "train #a\ndata: d", "train #b", "model #m\n# train #c"].map((source, index) => ({
    source,
    selected: selected.includes(index),
  }));

test("the selected train cells, or all of them where none is selected", () => {
  assert.deepEqual(deviceTargets(cells()), [1, 2]);
  assert.deepEqual(deviceTargets(cells(0, 2)), [2]);
  assert.deepEqual(deviceTargets(cells(0, 3)), [1, 2]);
  assert.deepEqual(deviceTargets([]), []);
});
