import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HglError } from "../../../../src/common/errors";
import { accuracyOf, ENSEMBLE_ROWS, fitWeights, fuse } from "../../../../src/model/evaluation/ensemble";

const stream = (name: string, rows: readonly (readonly number[])[]) => ({
  name,
  clips: rows.map((_, at) => `clip${at}`),
  classes: rows[0]!.length,
  logits: Float32Array.from(rows.flat()),
});
const ln = Math.log;

test("softmax probabilities are added up with their weights", () => {
  const a = stream("J", [[ln(0.6), ln(0.4)]]);
  const b = stream("B", [[5 + ln(0.1), 5 + ln(0.9)]]);
  const fused = fuse([a, b], [2, 1]);
  assert.ok(Math.abs(fused[0]! - (2 * 0.6 + 0.1) / 3) < 1e-6 && Math.abs(fused[1]! - (2 * 0.4 + 0.9) / 3) < 1e-6);
  const direct = fuse([stream("J", [[3, 4]]), stream("B", [[0, 0]])], [1, 1], "l2");
  assert.deepEqual([...direct], [0.3, 0.4], "a clip without scores does not divide by 0");
});

test("the six streams weigh 2, 2, 2, 1, 1, 1", () => {
  assert.deepEqual(Object.values(ENSEMBLE_ROWS.at(-1)!.weights), [2, 2, 2, 1, 1, 1]);
  assert.deepEqual(Object.keys(ENSEMBLE_ROWS[2]!.weights), ["J", "B", "JM", "BM"]);
});

const cases = fc.integer({ min: 1, max: 4 }).chain((streams) =>
  fc.record({
    scores: fc.array(
      fc.array(fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 3, maxLength: 3 }), {
        minLength: 8,
        maxLength: 8,
      }),
      { minLength: streams, maxLength: streams },
    ),
    weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: streams, maxLength: streams }),
    labels: fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }),
  }),
);

test("fusion knows no common scale of its weights", () => {
  fc.assert(
    fc.property(cases, fc.double({ min: 0.01, max: 100, noNaN: true }), ({ scores, weights }, scale) => {
      const streams = scores.map((rows, at) => stream(`s${at}`, rows));
      const there = fuse(streams, weights);
      fuse(
        streams,
        weights.map((weight) => weight * scale),
      ).forEach((value, at) => assert.ok(Math.abs(value - there[at]!) < 1e-12));
    }),
  );
});

test("fitted weights lie on the simplex and are never worse on validation than the best stream", () => {
  fc.assert(
    fc.property(cases, ({ scores, labels }) => {
      const streams = scores.map((rows, at) => stream(`s${at}`, rows));
      const truth = Int32Array.from(labels);
      const weights = fitWeights({ partition: "validation", streams, labels: truth });
      assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-12);
      const fitted = accuracyOf(fuse(streams, weights), truth);
      for (const own of streams) assert.ok(fitted >= accuracyOf(fuse([own], [1]), truth));
    }),
    { numRuns: 60 },
  );
});

for (const [what, streams, weights, sentence] of [
  [
    "another order",
    [stream("J", [[1, 2]]), { ...stream("B", [[1, 2]]), clips: ["x"] }],
    [1, 1],
    /^B: clip 1 is "x", in J it is "clip0"; /,
  ],
  [
    "fewer clips",
    [
      stream("J", [[1, 2]]),
      stream("B", [
        [1, 2],
        [2, 1],
      ]),
    ],
    [1, 1],
    /^B: it scores 2 clips, J 1; /,
  ],
  ["other classes", [stream("J", [[1, 2]]), stream("B", [[1, 2, 3]])], [1, 1], /^B: its scores are of 3 classes/],
  ["no number", [stream("J", [[1, Number.NaN]])], [1], /^J: the score of clip "clip0" for class 1 is NaN; /],
  ["a negative weight", [stream("J", [[1, 2]])], [-1], /^J: the weight -1 is not/],
  ["only zeros", [stream("J", [[1, 2]])], [0], /all weights are 0; /],
  ["a missing weight", [stream("J", [[1, 2]])], [], /0 weights do not fit 1 streams; /],
  ["no stream", [], [], /no streams to fuse; /],
] as const) {
  test(`${what} is named`, () =>
    assert.throws(
      () => fuse(streams, weights),
      (error) => error instanceof HglError && sentence.test(error.message),
    ));
}
