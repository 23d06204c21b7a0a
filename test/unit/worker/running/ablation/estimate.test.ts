import assert from "node:assert/strict";
import { test } from "node:test";
import { estimate, workOf, type CostedRun } from "../../../../../src/worker/running/ablation/estimate";
import { smallConfig } from "../../training/fakes";

const STEP = { batch: 10, threads: 2, startMilliseconds: 1000, milliseconds: 500, peakBytes: 1e9, busy: false };
const run = (more: Partial<CostedRun> = {}, train: object = {}): CostedRun => ({
  config: {
    ...smallConfig,
    data: { ...smallConfig.data, repeat: 1, testClips: 1 },
    train: { ...smallConfig.train, batch: 10, epochs: 4, ema: 0, optimizer: "sgd", ...train },
  },
  clips: { train: 100, validation: 0, test: 0 },
  classes: 5,
  macs: 1e6,
  parameters: 1000,
  ...more,
});

test("time is that of the steps, by multiply-adds, and of starting each run", () => {
  const base = run();
  // 4 epochs of 10 steps of half a second, and a second to start.
  assert.equal(estimate([base], base, STEP).seconds, 21);
  assert.equal(estimate([base, base], base, STEP).seconds, 42);
  assert.equal(estimate([run({ macs: 2e6 })], base, STEP).seconds, 41);
  assert.equal(estimate([run({}, { epochs: 8 })], base, STEP).seconds, 41);
  assert.equal(estimate([run({}, { batch: 20 })], base, STEP).seconds, 21, "half the steps, each of twice the clips");
  assert.equal(estimate([], base, STEP).seconds, 0);
});

test("evaluations count as forward passes", () => {
  const quiet = workOf(run());
  // Every epoch and once at the end for the validation clips, once for the test clips.
  assert.ok(
    Math.abs(workOf(run({ clips: { train: 100, validation: 30, test: 60 } })) - quiet - (1e6 / 3) * (4 * 30 + 90)) < 1,
  );
});

test("memory is the largest run's, disk that of all checkpoints and scores", () => {
  const base = run();
  assert.equal(estimate([base, run({ macs: 3e6 }), run({}, { batch: 20 })], base, STEP).memory, 3e9);
  assert.equal(estimate([run({ macs: 1 })], base, STEP).memory, 1e9, "no less than what was measured");
  assert.equal(estimate([base], base, STEP).disk, 4 * 3 * 2 * 1000);
  assert.equal(estimate([run({}, { optimizer: "adamw", ema: 0.9 })], base, STEP).disk, 4 * 3 * 4 * 1000);
  assert.equal(estimate([base], base, { ...STEP, busy: true }).busy, true);
});
