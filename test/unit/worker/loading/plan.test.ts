import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { BatchRequest } from "../../../../src/worker/loading/plan";
import { epochOrder } from "../../../../src/model/data/order";
import { batchCount, planBatch, stepsPerEpoch, trainingBatch } from "../../../../src/worker/loading/plan";

const order =
  (n: number, repeat = 1) =>
  (epoch: number) =>
    epochOrder(
      Array.from({ length: n }, (_, i) => 10 + i),
      3,
      epoch,
      repeat,
    );

/** All batches of a request. */
function planBatches(request: BatchRequest, all: (epoch: number) => Int32Array, batch: number) {
  const count = batchCount(request, all(0).length, batch);
  return Array.from({ length: count }, (_, at) => planBatch(request, at, all, batch));
}

test("an epoch visits every clip, and its last short batch goes on in the next epoch's order", () => {
  const epoch0 = order(10)(0);
  const epoch1 = order(10)(1);
  const batches = planBatches({ kind: "train", epoch: 0, fromBatch: 0 }, order(10), 4);
  assert.deepEqual(
    batches.map(({ first, count }) => [first, count]),
    [
      [0, 4],
      [4, 4],
      [8, 4],
    ],
  );
  assert.deepEqual(
    batches.flatMap(({ clips }) => [...clips]),
    [...epoch0, ...epoch1.subarray(0, 2)],
  );
  assert.notDeepEqual([...epoch0], [...epoch1]);
});

test("a data set smaller than a batch is visited as often as it takes", () => {
  const clips = trainingBatch(order(3), 5, 0, 8);
  assert.deepEqual([...clips], [...order(3)(5), ...order(3)(6), ...order(3)(7).subarray(0, 2)]);
});

test("an evaluation keeps the given order and ends with a short batch", () => {
  const batches = planBatches({ kind: "evaluate", clips: Int32Array.of(5, 4, 9, 1, 2) }, order(1), 2);
  assert.deepEqual(
    batches.map(({ clips, count }) => [[...clips], count]),
    [
      [[5, 4], 2],
      [[9, 1], 2],
      [[2], 1],
    ],
  );
  assert.deepEqual(planBatches({ kind: "evaluate", clips: new Int32Array(0) }, order(1), 2), []);
});

test("an evaluation of several views shows each clip so often, one view after another, across batches", () => {
  const batches = planBatches({ kind: "evaluate", clips: Int32Array.of(5, 4, 9), views: 2 }, order(1), 4);
  assert.deepEqual(
    batches.map(({ clips, count, first, views }) => [[...clips], count, first, views]),
    [
      [[5, 5, 4, 4], 4, 0, 2],
      [[9, 9], 2, 4, 2],
    ],
  );
});

test("no clip cannot be trained on", () => {
  assert.throws(() => trainingBatch(() => new Int32Array(0), 0, 0, 4), /an epoch without clips/);
});

test("law: starting in the middle gives the batches that starting at the beginning gives", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(5),
      (n, batch, repeat, epoch) => {
        const whole = planBatches({ kind: "train", epoch, fromBatch: 0 }, order(n, repeat), batch);
        assert.equal(whole.length, stepsPerEpoch(n * repeat, batch));
        for (let from = 0; from <= whole.length; from++) {
          const rest = planBatches({ kind: "train", epoch, fromBatch: from }, order(n, repeat), batch);
          assert.deepEqual(rest, whole.slice(from));
        }
        const visits = whole.flatMap(({ clips }) => [...clips]).slice(0, n * repeat);
        assert.deepEqual(
          visits.sort((a, b) => a - b),
          Array.from({ length: n * repeat }, (_, i) => 10 + Math.floor(i / repeat)),
        );
      },
    ),
    { numRuns: 60 },
  );
});
