import assert from "node:assert/strict";
import { test } from "node:test";
import { epochOrder } from "../../../../src/model/data/order";

test("an epoch visits every clip `repeat` times", () => {
  const order = epochOrder([4, 9, 2], 1, 0, 5);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 9, 9, 9, 9, 9],
  );
  assert.equal(epochOrder([], 1, 0, 2).length, 0);
});

test("the order is a pure function of seed and epoch, and changes with either", () => {
  const clips = Array.from({ length: 40 }, (_, at) => at);
  const orders = [0, 1, 2].flatMap((seed) => [0, 1, 2].map((epoch) => epochOrder(clips, seed, epoch, 1).join()));
  assert.equal(new Set(orders).size, 9);
  assert.equal(epochOrder(clips, 1, 2, 1).join(), orders[5]);
});

test("every permutation of three clips is equally likely", () => {
  const counts = new Map<string, number>();
  for (let epoch = 0; epoch < 6000; epoch++) {
    const key = epochOrder([0, 1, 2], 7, epoch, 1).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert.ok(counts.size === 6 && chiSquare < 20.5, `5 degrees of freedom, p = 0.001: ${chiSquare}`);
});

test("a repeat below one is refused", () => {
  for (const repeat of [0, -1, 1.5]) assert.throws(() => epochOrder([1], 1, 0, repeat), RangeError);
});
