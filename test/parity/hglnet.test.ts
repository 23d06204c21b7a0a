import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ModelConfig, RunConfig, TrainConfig } from "../../src/common/config";
import type { Entry } from "../../src/model/network/parameters";
import { layoutNamed } from "../../src/model/skeleton/layout";
import { Trainer } from "../../src/model/train";
import { completeModel, modelSchema } from "../../src/notebook/cells/model";
import { FIXTURES, loadFixture, type Fixture } from "./fixtures";

/** Bounds on the relative L2 error of every tensor against PyTorch in float64; `float32Errors` holds what PyTorch's own float32 reaches. */
const FORWARD = 1e-5;
const GRADIENTS = 1e-4;
const TEN_STEPS = 1e-4;

/** Names whose error exceeds a bound, worst first, so that a failure says where to look. */
function beyond(errors: ReadonlyMap<string, number>, bound: number): string[] {
  return [...errors]
    .filter(([, error]) => !(error <= bound))
    .sort((a, b) => b[1] - a[1])
    .map(([name, error]) => `${name} ${error.toExponential(1)}`);
}

function relativeError(ours: ArrayLike<number>, true_: ArrayLike<number>): number {
  assert.equal(ours.length, true_.length);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < ours.length; i++) {
    difference += (ours[i]! - true_[i]!) ** 2;
    size += true_[i]! ** 2;
  }
  return size === 0 ? Math.sqrt(difference) : Math.sqrt(difference / size);
}

function flat(fixture: Fixture, group: string, entries: readonly Entry[]): Float32Array {
  const last = entries.at(-1)!;
  const values = new Float32Array(last.offset + last.length);
  for (const { name, shape, offset } of entries) {
    const tensor = fixture.tensors.get(`${group}/${name}`);
    assert.ok(tensor, `the twin has no ${group}/${name}`);
    assert.deepEqual([...shape], tensor.shape, name);
    values.set(tensor.data, offset);
  }
  return values;
}

function errorsOf(
  fixture: Fixture,
  group: string,
  entries: readonly Entry[],
  values: Float32Array,
  skip: readonly string[] = [],
): Map<string, number> {
  const errors = new Map<string, number>();
  for (const { name, offset, length } of entries) {
    if (skip.includes(name)) continue;
    const { data } = fixture.tensors.get(`${group}/${name}`)!;
    errors.set(name, relativeError(values.subarray(offset, offset + length), data));
  }
  return errors;
}

function configOf(
  { config }: Fixture,
  optimizer: "sgd" | "adamw",
  accumulate: number,
): Pick<RunConfig, "model" | "train" | "seed"> & {
  data: Pick<RunConfig["data"], "window">;
} {
  const model: ModelConfig = {
    ...completeModel(modelSchema.parse({})),
    widths: config.widths,
    strides: config.strides,
    dropout: 0,
  };
  const train: TrainConfig = {
    epochs: 1,
    batch: config.batch,
    optimizer,
    lr: config[optimizer].lr,
    momentum: config.sgd.momentum,
    nesterov: config.sgd.nesterov,
    betas: config.adamw.betas,
    weightDecay: config[optimizer].weight_decay,
    warmup: 0,
    schedule: "constant",
    milestones: [],
    decay: 0.1,
    minLr: 0,
    labelSmoothing: config.labelSmoothing,
    clip: 0,
    accumulate,
    ema: 0,
    device: "cpu",
    threads: 1,
  };
  return { data: { window: config.frames }, model, train, seed: 1 };
}

/** A trainer that stands where the twin started. */
async function startedLikeTwin(fixture: Fixture, optimizer: "sgd" | "adamw" = "sgd", accumulate = 1): Promise<Trainer> {
  const { config } = fixture;
  const trainer = await Trainer.create(configOf(fixture, optimizer, accumulate) as RunConfig, {
    layout: layoutNamed(config.layout),
    classes: config.classes,
  });
  const { weights, statistics } = trainer.layout;
  trainer.setState({
    ...trainer.getState(),
    weights: flat(fixture, "parameters", weights),
    statistics: flat(fixture, "statistics", statistics),
  });
  return trainer;
}

/** Runs `steps` steps; returns the losses and the first step's logits. */
async function steps(
  trainer: Trainer,
  { config, tensors }: Fixture,
  rate: number,
  count: number,
): Promise<{ losses: number[]; logits: Float32Array }> {
  const x = tensors.get("x")!.data;
  const labels = Int32Array.from(tensors.get("labels")!.data);
  const size = x.length / config.batches;
  const losses: number[] = [];
  let logits: Float32Array | undefined;
  for (let step = 0; step < count; step++) {
    const s = step % config.batches;
    const result = await trainer.step(
      x.subarray(s * size, (s + 1) * size),
      labels.subarray(s * config.batch, (s + 1) * config.batch),
      rate,
    );
    losses.push(result.loss);
    logits ??= result.logits.slice();
  }
  return { losses, logits: logits! };
}

for (const name of FIXTURES) {
  describe(`HGLNet against its PyTorch twin: ${name}`, () => {
    const fixture = loadFixture(name);
    const { config, tensors } = fixture;

    it("has the twin's parameters, no more and no fewer", async () => {
      const trainer = await startedLikeTwin(fixture);
      const ours = trainer.layout.weights.map((entry) => entry.name).sort();
      const theirs = [...tensors.keys()].filter((key) => key.startsWith("parameters/")).map((key) => key.slice(11));
      assert.deepEqual(ours, theirs.sort());
      await trainer.dispose();
    });

    it("evaluates to the twin's logits", async () => {
      const trainer = await startedLikeTwin(fixture);
      const x = tensors.get("x")!.data;
      const logits = await trainer.evaluate(x.subarray(0, x.length / config.batches), config.batch);
      assert.ok(relativeError(logits, tensors.get("logits/eval")!.data) <= FORWARD);
      await trainer.dispose();
    });

    it("takes the twin's SGD step: logits, loss, weights, running statistics", async () => {
      const trainer = await startedLikeTwin(fixture);
      const { logits } = await steps(trainer, fixture, config.sgd.lr, 1);
      assert.ok(relativeError(logits, tensors.get("logits/train")!.data) <= FORWARD);
      const { weights, statistics } = trainer.getState();
      assert.deepEqual(beyond(errorsOf(fixture, "sgd1", trainer.layout.weights, weights), FORWARD), []);
      assert.deepEqual(beyond(errorsOf(fixture, "statistics1", trainer.layout.statistics, statistics), FORWARD), []);
      await trainer.dispose();
    });

    it("has the twin's gradients", async () => {
      const trainer = await startedLikeTwin(fixture, "sgd", 2);
      await steps(trainer, fixture, config.sgd.lr, 1);
      const gradients = trainer.getState().gradients!.map((value) => 2 * value); // the mean over two batches, of which one was seen
      const { weights } = trainer.layout;
      assert.deepEqual(beyond(errorsOf(fixture, "gradients", weights, gradients, config.inert), GRADIENTS), []);
      const scale = Math.hypot(...gradients);
      for (const { name: inert, offset, length } of weights.filter((entry) => config.inert.includes(entry.name))) {
        const norm = Math.hypot(...gradients.subarray(offset, offset + length));
        assert.ok(norm <= 1e-5 * scale, `${inert} should have no gradient`);
      }
      await trainer.dispose();
    });

    if (tensors.has("losses/sgd")) {
      it("ends ten SGD steps where the twin does", async () => {
        const trainer = await startedLikeTwin(fixture);
        const { losses } = await steps(trainer, fixture, config.sgd.lr, config.steps);
        assert.ok(relativeError(losses, tensors.get("losses/sgd")!.data) <= TEN_STEPS);
        const errors = errorsOf(fixture, "sgd10", trainer.layout.weights, trainer.getState().weights);
        assert.deepEqual(beyond(errors, TEN_STEPS), []);
        await trainer.dispose();
      });

      it("ends ten AdamW steps where the twin does", async () => {
        const trainer = await startedLikeTwin(fixture, "adamw");
        const { losses } = await steps(trainer, fixture, config.adamw.lr, config.steps);
        assert.ok(relativeError(losses, tensors.get("losses/adamw")!.data) <= TEN_STEPS);
        const errors = errorsOf(fixture, "adamw10", trainer.layout.weights, trainer.getState().weights, config.inert);
        assert.deepEqual(beyond(errors, TEN_STEPS), []);
        await trainer.dispose();
      });
    }
  });
}
