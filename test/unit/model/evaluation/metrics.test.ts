import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { argmax, evaluate } from "../../../../src/model/evaluation/metrics";

const near = (actual: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

/** Logits whose softmax is exactly these probabilities. */
const logits = (...rows: number[][]): Float64Array => Float64Array.from(rows.flat(), Math.log);

test("a small partition scored by hand", () => {
  const scores = Float32Array.from(logits([0.7, 0.2, 0.1], [0.3, 0.6, 0.1], [0.25, 0.35, 0.4], [0.8, 0.1, 0.1]));
  const result = evaluate(scores, Int32Array.of(0, 1, 1, 1), 3, "test");
  assert.equal(result.partition, "test");
  assert.deepEqual([result.clips, result.top1, result.top5], [4, 0.5, 1]);
  assert.deepEqual(result.confusion, [
    [1, 0, 0],
    [1, 1, 1],
    [0, 0, 0],
  ]);
  assert.deepEqual(result.perClass, [1, 1 / 3, null]);
  near(result.loss, -(Math.log(0.7) + Math.log(0.6) + Math.log(0.35) + Math.log(0.1)) / 4, 1e-6);
  // Bins of a fifteenth: 0.7 right, 0.6 right, 0.4 wrong and 0.8 wrong, each alone.
  near(result.ece, (0.3 + 0.4 + 0.4 + 0.8) / 4, 1e-6);
});

test("top-5 counts the label among the five largest scores", () => {
  const row = [9, 8, 7, 6, 5, 4, 3];
  for (let label = 0; label < 7; label++) {
    const result = evaluate(Float32Array.from(row), Int32Array.of(label), 7, "validation");
    assert.deepEqual([result.top1, result.top5], [label === 0 ? 1 : 0, label < 5 ? 1 : 0]);
  }
});

test("equal scores rank by class number, so a collapsed network is not credited with every label", () => {
  const flat = new Float32Array(10 * 10);
  const result = evaluate(
    flat,
    Int32Array.from({ length: 10 }, (_, label) => label),
    10,
    "test",
  );
  assert.deepEqual([result.top1, result.top5], [0.1, 0.5]);
  near(result.loss, Math.log(10), 1e-9);
  near(result.ece, 0, 1e-9);
  assert.equal(argmax([1, 3, 3]), 1);
});

test("huge logits do not overflow", () => {
  const result = evaluate(Float32Array.of(3e38, -3e38, -3e38, 3e38), Int32Array.of(0, 1), 2, "test");
  assert.deepEqual([result.top1, result.loss, result.ece], [1, 0, 0]);
});

test("a confident and always wrong network has a calibration error of one", () => {
  near(evaluate(Float32Array.of(100, 0, 100, 0), Int32Array.of(1, 1), 2, "test").ece, 1);
});

test("unusable scores and labels are named", () => {
  const labels = Int32Array.of(0, 1);
  for (const value of [Number.NaN, Infinity, -Infinity]) {
    assert.throws(
      () => evaluate(Float32Array.of(0, 0, 0, value), labels, 2, "test"),
      (error) =>
        error instanceof HglError &&
        error.code === "numbers" &&
        error.message.includes(`test evaluation: the score of clip 1 for class 1 is ${value};`),
    );
  }
  const scores = new Float32Array(4);
  assert.throws(
    () => evaluate(new Float32Array(0), new Int32Array(0), 2, "validation"),
    /no validation clip to evaluate/,
  );
  assert.throws(() => evaluate(scores, Int32Array.of(0, 2), 2, "test"), /clip 1 has label 2 of 2 classes/);
  assert.throws(() => evaluate(scores, Int32Array.of(-1, 0), 2, "test"), /clip 0 has label -1/);
  assert.throws(() => evaluate(scores, labels, 3, "test"), RangeError);
});
