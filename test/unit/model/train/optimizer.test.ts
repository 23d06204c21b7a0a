import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TrainConfig } from "../../../../src/common/config";
import { CompiledProgram, record, type Arrays } from "../../../../src/engine";
import { clipped, scalarsAt, slotCount, update } from "../../../../src/model/train/optimizer";
import { distance, normals, plainTraining } from "../network/smallNetwork";

const P = 7;
const STEPS = 10;

interface Numbers {
  weights: number[];
  /** Velocity, or first and second moments. */
  slots: number[][];
}

/** torch.optim.SGD's update as its documentation states it. */
function sgd(
  { momentum, nesterov, weightDecay }: TrainConfig,
  before: Numbers,
  gradient: number[],
  rate: number,
): Numbers {
  const decayed = gradient.map((g, i) => g + weightDecay * before.weights[i]!);
  const velocity = decayed.map((g, i) => momentum * before.slots[0]![i]! + g);
  const direction = nesterov ? decayed.map((g, i) => g + momentum * velocity[i]!) : velocity;
  return { weights: before.weights.map((w, i) => w - rate * direction[i]!), slots: [velocity] };
}

/** torch.optim.AdamW's update, with bias correction and decoupled decay. */
function adamw(
  { betas: [b1, b2], weightDecay }: TrainConfig,
  before: Numbers,
  gradient: number[],
  rate: number,
  step: number,
): Numbers {
  const first = gradient.map((g, i) => b1 * before.slots[0]![i]! + (1 - b1) * g);
  const second = gradient.map((g, i) => b2 * before.slots[1]![i]! + (1 - b2) * g * g);
  const weights = before.weights.map((w, i) => {
    const denominator = Math.sqrt(second[i]! / (1 - b2 ** step)) + 1e-8;
    return w * (1 - rate * weightDecay) - (rate * (first[i]! / (1 - b1 ** step))) / denominator;
  });
  return { weights, slots: [first, second] };
}

async function compiledUpdate(config: TrainConfig): Promise<CompiledProgram> {
  const slots = slotCount(config) * P;
  const program = await record({ weights: [P], gradient: [P], slots: [slots], scalars: [3] }, (inputs) =>
    update(config, inputs.weights!, inputs.gradient!, inputs.slots!, inputs.scalars!),
  );
  return CompiledProgram.compile(program, "update", { threads: 1 });
}

describe("The optimiser", () => {
  const cases: readonly (readonly [string, Partial<TrainConfig>])[] = [
    ["plain SGD", { momentum: 0, nesterov: false, weightDecay: 0 }],
    ["SGD with momentum and decay", { momentum: 0.9, nesterov: false, weightDecay: 0.01 }],
    ["SGD-Nesterov with decay", { momentum: 0.9, nesterov: true, weightDecay: 0.01 }],
    ["AdamW without decay", { optimizer: "adamw", weightDecay: 0 }],
    ["AdamW", { optimizer: "adamw", weightDecay: 0.1 }],
    ["AdamW with short memories", { optimizer: "adamw", betas: [0, 0.5], weightDecay: 0.1 }],
  ];
  for (const [name, changes] of cases) {
    it(`takes ${STEPS} steps of ${name} as plain numbers do`, async () => {
      const config = plainTraining(changes);
      const normal = normals(17);
      const draw = (scale: number): number[] => Array.from({ length: P }, () => Math.fround(scale * normal()));
      let expected: Numbers = {
        weights: draw(1),
        slots: Array.from({ length: slotCount(config) }, () => Array<number>(P).fill(0)),
      };
      let state: Arrays = {
        weights: Float32Array.from(expected.weights),
        slots: new Float32Array(slotCount(config) * P),
      };
      const compiled = await compiledUpdate(config);
      for (let step = 1; step <= STEPS; step++) {
        const gradient = draw(step === 4 ? 1e-6 : 1);
        const rate = Math.fround(0.05 / step);
        expected =
          config.optimizer === "sgd"
            ? sgd(config, expected, gradient, rate)
            : adamw(config, expected, gradient, rate, step);
        const scalars = scalarsAt(config, step, rate);
        const { weights, slots } = await compiled.run({ ...state, gradient: Float32Array.from(gradient), scalars });
        state = { weights: weights!, slots: slots! };
        assert.ok(distance(state.weights!, expected.weights) <= 2e-6, `step ${step}: weights`);
        assert.ok(distance(state.slots!, expected.slots.flat()) <= 2e-6, `step ${step}: slots`);
      }
      await compiled.dispose();
    });
  }

  it("corrects AdamW's bias from the update's number alone", () => {
    const config = plainTraining({ optimizer: "adamw" });
    assert.deepEqual([...scalarsAt(config, 1, 0.5)], [0.5, Math.fround(1 - 0.9), Math.fround(1 - 0.999)]);
    assert.deepEqual([...scalarsAt(config, 7, 0.5)], [0.5, Math.fround(1 - 0.9 ** 7), Math.fround(1 - 0.999 ** 7)]);
    assert.deepEqual([...scalarsAt(config, 1_000_000, 0.5)].slice(1), [1, 1]);
  });
});

describe("Clipping", () => {
  async function clippedTo(clip: number, values: readonly number[]): Promise<{ gradient: number[]; norm: number }> {
    const program = await record({ g: [values.length] }, ({ g }) => ({ ...clipped(g!, clip) }));
    const compiled = await CompiledProgram.compile(program, "clip", { threads: 1 });
    const { gradient, norm } = await compiled.run({ g: Float32Array.from(values) });
    await compiled.dispose();
    return { gradient: [...gradient!], norm: norm![0]! };
  }

  it("scales a long gradient down to the norm asked for and tells its norm before", async () => {
    const { gradient, norm } = await clippedTo(1, [3, 4]);
    assert.equal(norm, 5);
    assert.ok(distance(gradient, [0.6, 0.8]) <= 1e-6);
  });

  it("leaves a short gradient and, switched off, any gradient as it is", async () => {
    assert.deepEqual(await clippedTo(10, [3, 4]), { gradient: [3, 4], norm: 5 });
    assert.deepEqual(await clippedTo(0, [300, 400]), { gradient: [300, 400], norm: 500 });
  });

  it("keeps a zero gradient finite", async () => {
    assert.deepEqual(await clippedTo(1, [0, 0]), { gradient: [0, 0], norm: 0 });
  });
});
