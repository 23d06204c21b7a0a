import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ModelConfig, TrainConfig } from "../../../../src/common/config";
import { HglError } from "../../../../src/common/errors";
import type { NetworkShape } from "../../../../src/model/network/hglnet";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import type { Trainer, TrainerState } from "../../../../src/model/train";
import { clips, distance, smallNetwork, trainerFor } from "../network/smallNetwork";

const BATCHES = 3;

/** One block: what a trainer does around its network does not depend on depth. */
const tiny = (changes: Partial<ModelConfig> = {}, rest: Partial<NetworkShape> = {}): NetworkShape =>
  smallNetwork({ widths: [16], strides: [2], ...changes }, rest);

/** Steps `from` to `to` (exclusive) over a cycle of batches and a rate of their own. */
async function train(trainer: Trainer, from: number, to: number, network = tiny()): Promise<number[]> {
  const losses: number[] = [];
  for (let step = from; step < to; step++) {
    const x = clips(network, 2, 100 + (step % BATCHES));
    const { loss, logits } = await trainer.step(x, Int32Array.of(step % 4, (step + 1) % 4), 0.05 / (1 + step));
    losses.push(loss, ...logits);
  }
  return losses;
}

function assertSameState(a: TrainerState, b: TrainerState): void {
  for (const key of ["step", "weights", "slots", "statistics", "average", "gradients"] as const) {
    assert.deepEqual(a[key], b[key], key);
  }
}

describe("A resumed trainer", () => {
  const cases: readonly (readonly [string, Partial<TrainConfig>, Partial<ModelConfig>])[] = [
    ["sgd", {}, {}],
    ["adamw", { optimizer: "adamw", lr: 1e-3, weightDecay: 0.1 }, {}],
    ["clipping, averaging and dropout", { clip: 0.5, ema: 0.9 }, { dropout: 0.5 }],
    ["adamw within an accumulation", { optimizer: "adamw", accumulate: 2, ema: 0.9, clip: 1 }, { dropout: 0.3 }],
    ["sgd within a longer accumulation", { accumulate: 3 }, {}],
  ];
  for (const [name, changes, model] of cases) {
    it(`continues bit for bit: ${name}`, async () => {
      const network = tiny(model);
      const straight = await trainerFor(network, changes);
      const start = straight.getState();
      const before = await train(straight, 0, 5, network);
      const saved = straight.getState();
      const after = await train(straight, 5, 9, network);

      const resumed = await trainerFor(network, changes);
      resumed.setState(structuredClone(saved));
      assertSameState(resumed.getState(), saved);
      assert.deepEqual(await train(resumed, 5, 9, network), after);
      assertSameState(resumed.getState(), straight.getState());

      resumed.setState(start);
      assert.deepEqual(await train(resumed, 0, 5, network), before);
      await Promise.all([straight.dispose(), resumed.dispose()]);
    });
  }

  it("does not share memory with a state it gave or took", async () => {
    const trainer = await trainerFor(tiny());
    const given = trainer.getState();
    const kept = structuredClone(given);
    await train(trainer, 0, 3);
    assertSameState(given, kept);
    trainer.setState(given);
    await train(trainer, 0, 3);
    assertSameState(given, kept);
    await trainer.dispose();
  });

  it("refuses a state of another network as a whole", async () => {
    const trainer = await trainerFor(tiny());
    const own = trainer.getState();
    const other = { ...structuredClone(own), statistics: own.statistics.slice(1) };
    other.weights.fill(7);
    assert.throws(() => trainer.setState(other), /"statistics"/);
    assertSameState(trainer.getState(), own);
    await trainer.dispose();
  });
});

describe("A trainer", () => {
  it("starts from the seed alone", async () => {
    const network = tiny();
    const [a, b, c] = [await trainerFor(network), await trainerFor(network), await trainerFor(network, {}, 2)];
    assertSameState(a.getState(), b.getState());
    assert.notDeepEqual(a.getState().weights, c.getState().weights);
    for (const trainer of [a, b, c]) await trainer.dispose();
  });

  it("fits four clips", async () => {
    const network = tiny();
    const trainer = await trainerFor(network, { batch: 4 });
    const x = clips(network, 4);
    const labels = Int32Array.of(0, 1, 2, 3);
    const losses: number[] = [];
    for (let step = 0; step < 60; step++) losses.push((await trainer.step(x, labels, 0.02)).loss);
    // Smoothing .1 over 4 classes leaves at least an entropy of .336.
    assert.ok(losses.at(-1)! < 0.45 && losses.at(-1)! > 0.336, `${losses[0]} -> ${losses.at(-1)}`);
    await trainer.dispose();
  });

  it("moves nothing but statistics at rate 0", async () => {
    const trainer = await trainerFor(tiny());
    const before = trainer.getState();
    const x = clips(tiny(), 2);
    await trainer.step(x, Int32Array.of(0, 1), 0);
    const after = trainer.getState();
    assert.deepEqual(after.weights, before.weights);
    assert.notDeepEqual(after.statistics, before.statistics);
    assert.equal(after.step, 1);
    await trainer.dispose();
  });

  it("accumulates to the mean of its batches' gradients, and moves once", async () => {
    const network = tiny();
    const plain = { momentum: 0, nesterov: false, weightDecay: 0 };
    const start = await trainerFor(network, plain);
    const state = start.getState();
    const batches = [0, 1].map((i) => ({ x: clips(network, 2, 50 + i), labels: Int32Array.of(i, 3) }));
    const gradients: Float32Array[] = [];
    for (const { x, labels } of batches) {
      start.setState(state);
      await start.step(x, labels, 0.1);
      gradients.push(start.getState().slots);
    }
    const mean = gradients[0]!.map((g, i) => (g + gradients[1]![i]!) / 2);

    const accumulating = await trainerFor(network, { ...plain, accumulate: 2 });
    const first = await accumulating.step(batches[0]!.x, batches[0]!.labels, 0.1);
    assert.equal(first.gradNorm, 0);
    assert.deepEqual(accumulating.getState().weights, state.weights);
    const { gradNorm } = await accumulating.step(batches[1]!.x, batches[1]!.labels, 0.1);
    const after = accumulating.getState();
    assert.ok(distance(after.slots, mean) <= 1e-6);
    assert.ok(
      distance(
        after.weights,
        state.weights.map((w, i) => w - 0.1 * mean[i]!),
      ) <= 1e-6,
    );
    assert.ok(Math.abs(gradNorm / Math.hypot(...mean) - 1) <= 1e-5);
    assert.ok(after.gradients!.every((g) => g === 0));
    await Promise.all([start.dispose(), accumulating.dispose()]);
  });

  it("counts AdamW's updates, not its batches", async () => {
    const network = tiny();
    const adamw = { optimizer: "adamw", weightDecay: 0, lr: 0.001 } as const;
    // Two equal batches average to the gradient of one, so two accumulated updates are two plain ones, but for the statistics.
    const [plain, accumulating] = [
      await trainerFor(network, adamw),
      await trainerFor(network, { ...adamw, accumulate: 2 }),
    ];
    const x = clips(network, 2);
    for (let step = 0; step < 3; step++) {
      await plain.step(x, Int32Array.of(0, 1), 0.001);
      for (const _ of [0, 1]) await accumulating.step(x, Int32Array.of(0, 1), 0.001);
      assert.ok(distance(accumulating.getState().slots, plain.getState().slots) <= 1e-3);
    }
    await Promise.all([plain.dispose(), accumulating.dispose()]);
  });

  it("averages weights exponentially and evaluates the average", async () => {
    const network = tiny();
    const trainer = await trainerFor(network, { ema: 0.75 });
    let expected = [...trainer.getState().weights];
    for (let step = 0; step < 4; step++) {
      await train(trainer, step, step + 1);
      const { weights } = trainer.getState();
      expected = expected.map((a, i) => 0.75 * a + 0.25 * weights[i]!);
    }
    const { average, statistics } = trainer.getState();
    assert.ok(distance(average!, expected) <= 1e-6);
    const x = clips(network, 2);
    const logits = (await trainer.evaluate(x, 2)).slice();
    const plain = await trainerFor(network);
    plain.setState({ ...plain.getState(), weights: average!, statistics });
    assert.deepEqual((await plain.evaluate(x, 2)).slice(), logits);
    await Promise.all([trainer.dispose(), plain.dispose()]);
  });

  it("evaluates a part of a batch, whatever the rest holds, and changes nothing", async () => {
    const network = tiny();
    const trainer = await trainerFor(network);
    await train(trainer, 0, 2);
    const before = trainer.getState();
    const x = clips(network, 2);
    const both = (await trainer.evaluate(x, 2)).slice();
    assert.equal(both.length, 2 * network.classes);
    x.fill(1e3, x.length / 2);
    assert.deepEqual((await trainer.evaluate(x, 1)).slice(), both.slice(0, network.classes));
    assertSameState(trainer.getState(), before);
    await trainer.dispose();
  });

  it("drops features in training only", async () => {
    const network = tiny({ dropout: 0.5 });
    const trainer = await trainerFor(network);
    const x = clips(network, 2);
    const labels = Int32Array.of(0, 1);
    const [first, second] = [await trainer.step(x, labels, 0), await trainer.step(x, labels, 0)];
    assert.notDeepEqual(first.logits, second.logits);
    const once = (await trainer.evaluate(x, 2)).slice();
    assert.deepEqual((await trainer.evaluate(x, 2)).slice(), once);
    await trainer.dispose();
  });

  it("says when its input has the wrong size", async () => {
    const trainer = await trainerFor(tiny());
    const x = clips(tiny(), 2);
    await assert.rejects(trainer.step(x.subarray(1), Int32Array.of(0, 1), 0.1), /Input "x"/);
    await assert.rejects(trainer.step(x, Int32Array.of(0), 0.1), /Input "labels"/);
    await trainer.dispose();
  });

  for (const label of [4, -1]) {
    it(`refuses the label ${label} of 4 classes before it trains on it`, async () => {
      const trainer = await trainerFor(tiny());
      const before = trainer.getState();
      await assert.rejects(
        trainer.step(clips(tiny(), 2), Int32Array.of(0, label), 0.1),
        (error) => error instanceof HglError && error.code === "data" && error.message.includes(`label ${label}`),
      );
      assertSameState(trainer.getState(), before);
      await trainer.dispose();
    });
  }

  it("refuses an impossible network", async () => {
    await assert.rejects(trainerFor(tiny({ strides: [3] })), HglError);
  });

  it("knows its size", async () => {
    const trainer = await trainerFor(tiny({}, { layout: layoutNamed("ntu25") }));
    assert.equal(trainer.parameters, trainer.getState().weights.length);
    await trainer.dispose();
  });
});
