import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TrainConfig } from "../../../../src/common/config";
import { rateAt } from "../../../../src/model/train";
import { plainTraining } from "../network/smallNetwork";

const STEPS = 10;

/** Rates of chosen (epoch, step within it) under a configuration. */
function assertRates(changes: Partial<TrainConfig>, rates: readonly (readonly [number, number, number])[]): void {
  const config = plainTraining(changes);
  for (const [epoch, step, expected] of rates) {
    const rate = rateAt(config, epoch * STEPS + step, STEPS);
    assert.ok(Math.abs(rate - expected) <= 1e-12, `epoch ${epoch}, step ${step}: ${rate} instead of ${expected}`);
  }
}

describe("The learning rate", () => {
  it("stays constant without a schedule or warm-up", () => {
    assertRates({ schedule: "constant", lr: 0.2 }, [[0, 0, 0.2], [5, 3, 0.2], [9, 9, 0.2]]); // prettier-ignore
  });

  it("warms up by whole epochs, the first one not at zero", () => {
    assertRates({ schedule: "constant", lr: 0.1, warmup: 5 }, [
      [0, 0, 0.02],
      [0, 9, 0.02],
      [1, 0, 0.04],
      [4, 0, 0.1],
      [5, 0, 0.1],
    ]);
  });

  it("falls at each milestone, from the epoch of that number on", () => {
    assertRates({ schedule: "step", lr: 0.1, epochs: 65, milestones: [35, 55], decay: 0.1, warmup: 5 }, [
      [5, 0, 0.1],
      [34, 9, 0.1],
      [35, 0, 0.01],
      [54, 9, 0.01],
      [55, 0, 0.001],
      [64, 9, 0.001],
    ]);
  });

  it("does not fall below minLr in steps", () => {
    assertRates({ schedule: "step", lr: 0.1, milestones: [2, 4], decay: 0.1, minLr: 0.005 }, [
      [3, 0, 0.01],
      [4, 0, 0.005],
    ]);
  });

  it("follows half a cosine per step from the warm-up's end to minLr at the very end", () => {
    const config = { schedule: "cosine", lr: 0.1, minLr: 0.02, epochs: 12, warmup: 2 } as const;
    assertRates(config, [
      [0, 0, 0.05],
      [1, 9, 0.1],
      [2, 0, 0.1],
      [4, 5, 0.02 + 0.04 * (1 + Math.cos(Math.PI / 4))],
      [7, 0, 0.06],
      [11, 9, 0.02 + 0.04 * (1 + Math.cos(Math.PI * 0.99))],
      [12, 0, 0.02],
      [20, 0, 0.02],
    ]);
    const rates = Array.from({ length: 100 }, (_, i) => rateAt(plainTraining(config), 20 + i, STEPS));
    assert.ok(rates.every((rate, i) => i === 0 || rate < rates[i - 1]!));
  });

  it("is the peak when warm-up has filled every epoch", () => {
    assertRates({ schedule: "cosine", lr: 0.1, epochs: 2, warmup: 2 }, [[1, 9, 0.1]]);
  });

  it("needs only the step, so that a resumed run continues it", () => {
    const config = plainTraining({ schedule: "cosine", warmup: 3, minLr: 0.001 });
    const straight = Array.from({ length: 100 }, (_, i) => rateAt(config, i, STEPS));
    const backwards = Array.from({ length: 100 }, (_, i) => rateAt(config, 99 - i, STEPS)).reverse();
    assert.deepEqual(straight, backwards);
  });
});
