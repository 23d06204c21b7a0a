import assert from "node:assert/strict";
import { test } from "node:test";
import { averageViews } from "../../../../src/model/evaluation/views";

const softmax = (row: readonly number[]): number[] => {
  const all = row.map((value) => Math.exp(value));
  const sum = all.reduce((a, b) => a + b);
  return all.map((value) => value / sum);
};

test("the softmax of what is kept is the mean of the views' softmax, clip by clip", () => {
  const views = [
    [1, 2, 3],
    [3, -1, 0],
    [0, 0, 5],
    [2, 2, -7],
  ];
  const averaged = averageViews(Float32Array.from(views.flat()), 3, 2);
  for (const clip of [0, 1]) {
    const kept = softmax([...averaged.subarray(clip * 3, clip * 3 + 3)]);
    const [one, other] = [softmax(views[2 * clip]!), softmax(views[2 * clip + 1]!)];
    kept.forEach((share, k) => assert.ok(Math.abs(share - (one[k]! + other[k]!) / 2) < 1e-6));
  }
});

test("one view is left as it is, and shares too small for a float stay finite", () => {
  const logits = Float32Array.of(1, 2, 3, 4);
  assert.equal(averageViews(logits, 2, 1), logits);
  const extreme = averageViews(Float32Array.of(4000, -4000, 3000, -3000), 2, 2);
  assert.ok(extreme.every(Number.isFinite));
  assert.ok(Math.abs(extreme[0]!) < 1e-6 && Math.abs(extreme[1]! - (-6000 - Math.log(2))) < 1e-2);
});
