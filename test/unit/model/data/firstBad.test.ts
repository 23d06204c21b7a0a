import assert from "node:assert/strict";
import { test } from "node:test";
import { firstBad } from "../../../../src/model/data/firstBad";

for (const [numbers, at] of [
  [[], -1],
  [[0, -3.4e38, 3.4e38], -1],
  [[0, NaN, Infinity], 1],
  [[1, 2, -Infinity], 2],
  [[1e39], 0],
] as const) {
  test(`${JSON.stringify(numbers)}`, () => assert.equal(firstBad(Float64Array.from(numbers)), at));
}
