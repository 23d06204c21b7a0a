import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CALIBRATION_BINS,
  calibrationBins,
  expectedCalibrationError,
} from "../../../../src/model/evaluation/calibration";

test("bins are closed above: a fifteenth falls into the first, and 0 and 1 into the outermost", () => {
  const bins = calibrationBins([0, 1 / 15, 1 / 15 + 1e-9, 0.5, 1], [0, 0, 1, 1, 1]);
  assert.deepEqual(
    bins.map(({ clips }) => clips),
    [2, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1],
  );
  assert.deepEqual([bins[0]!.low, bins[14]!.high, bins.length], [0, 1, CALIBRATION_BINS]);
});

test("a bin holds its clips' mean confidence and accuracy, and the error weighs bins by clips", () => {
  const bins = calibrationBins([0.91, 0.93, 0.92, 0.5], [1, 1, 0, 0]);
  const filled = bins.filter(({ clips }) => clips > 0);
  assert.ok(Math.abs(filled[1]!.confidence - 0.92) < 1e-12 && Math.abs(filled[1]!.accuracy - 2 / 3) < 1e-12);
  const expected = (3 * (0.92 - 2 / 3) + 0.5) / 4;
  assert.ok(Math.abs(expectedCalibrationError(bins) - expected) < 1e-12);
  assert.equal(expectedCalibrationError(calibrationBins([], [])), 0);
});
