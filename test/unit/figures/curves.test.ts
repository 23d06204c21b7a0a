import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunEvent } from "../../../src/common/runRecord";
import { learningCurves, lossSpec } from "../../../src/figures/curves";
import { spreadOf } from "../../../src/figures/statistics";
import { renderSvg } from "../../../src/figures/svg";

const start = (resumedAt: number | null): RunEvent => ({
  at: 0,
  type: "start",
  runId: "r",
  seed: 1,
  epochs: 2,
  stepsPerEpoch: 5,
  resumedAt,
});
const epoch = (number: number, loss: number, top1: number | null = null): RunEvent => ({
  at: 0,
  type: "epoch",
  epoch: number,
  loss,
  trainTop1: 0.5,
  validation: top1 === null ? null : { clips: 4, loss: 1, top1, top5: 1 },
  seconds: 1,
});

test("mean and sample deviation over the runs that reached an epoch", () => {
  const curves = learningCurves([
    [start(null), epoch(1, 2), epoch(2, 1)],
    [start(null), epoch(1, 4)],
  ]);
  assert.deepEqual(curves.trainLoss, [
    { epoch: 1, mean: 3, low: 3 - Math.SQRT2, high: 3 + Math.SQRT2, runs: 2 },
    { epoch: 2, mean: 1, low: 1, high: 1, runs: 1 },
  ]);
  assert.deepEqual(curves.validationTop1, []);
});

test("an epoch told again after a resume counts once", () => {
  const [point, ...more] = learningCurves([[start(null), epoch(1, 9), start(0), epoch(1, 2)]]).trainLoss;
  assert.equal(point!.mean, 2);
  assert.equal(more.length, 0);
});

test("a loss that is not finite leaves a gap instead of a broken figure", async () => {
  const curves = learningCurves([[start(null), epoch(1, 2), epoch(2, NaN), epoch(3, 1)]]);
  assert.deepEqual(
    curves.trainLoss.map((point) => point.epoch),
    [1, 3],
  );
  assert.doesNotMatch(await renderSvg(lossSpec(curves)), /NaN|Infinity/);
});

test("no events give empty curves and still a drawing", async () => {
  const curves = learningCurves([]);
  assert.deepEqual(curves.trainLoss, []);
  assert.match(await renderSvg(lossSpec(curves)), /^<svg /);
});

test("spread of nothing, one and several", () => {
  assert.equal(spreadOf([null]), null);
  assert.deepEqual(spreadOf([3, null]), { mean: 3, std: null, n: 1 });
  assert.deepEqual(spreadOf([1, 2, 3]), { mean: 2, std: 1, n: 3 });
});
