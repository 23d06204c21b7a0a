import type { RunConfig } from "../../../../src/common/config";
import { UNVARIED } from "../../../fixtures/data/synthetic";
import { fillBatch, sampleSize } from "../../../../src/model/data/batch";
import type { Clip, Dataset } from "../../../../src/model/data/dataset";
import { epochOrder } from "../../../../src/model/data/order";
import { unit } from "../../../../src/model/evaluation/retrieval";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { packedDataset } from "../../../../src/model/data/dataset";
import type { SourceFacts } from "../../../../src/model/data/source";
import { hashed } from "../../../../src/worker/importing/hashed";
import { batchCount, planBatch } from "../../../../src/worker/loading/plan";
import { identify, RunFolder } from "../../../../src/worker/store/runFolder";
import type { LoaderInput, OpenedData, Parts } from "../../../../src/worker/training/parts";
import type { RunTrainer, StateEntry, TrainerState } from "../../../../src/worker/training/trainer";
import { textsOfRun } from "../../../../src/worker/text/textFile";

const JOINTS = 20;
const CLASSES = ["sit", "stand", "wave"];

/** 6 people x 3 classes x 2 repetitions, 9 to 14 frames; class c moves joint c. */
export function smallDataset(): Dataset {
  const clips: Clip[] = [];
  const values: number[] = [];
  for (let subject = 1; subject <= 6; subject++)
    for (let label = 0; label < CLASSES.length; label++)
      for (let repetition = 0; repetition < 2; repetition++) {
        const frames = 9 + ((subject + label + repetition) % 6);
        clips.push({
          id: `s${subject}c${label}r${repetition}`,
          label,
          subject,
          view: 0,
          setup: 0,
          frames,
          bodies: 1,
        });
        for (let t = 0; t < frames; t++)
          for (let joint = 0; joint < JOINTS; joint++)
            for (let axis = 0; axis < 3; axis++) {
              const noise = Math.sin(subject * 12.9 + repetition * 4.1 + t * 0.7 + joint * 1.3 + axis);
              values.push(joint * 0.1 + (joint === label + 3 ? t * 0.1 : 0) + 0.02 * noise);
            }
      }
  const facts: SourceFacts = {
    name: "small",
    layout: layoutNamed("ucla20"),
    coordinates: "xyz",
    classes: CLASSES,
    protocols: [{ name: "X-Sub", by: "subject", train: [1, 2, 3, 4], test: [5, 6] }],
  };
  return hashed(packedDataset(facts, clips, Float32Array.from(values)));
}

export const smallConfig: RunConfig = {
  data: {
    source: "small",
    format: "hgl",
    layout: null,
    columns: null,
    bad: "refuse",
    split: { by: "default", train: [], test: [] },
    validation: 0.25,
    stream: "J",
    window: 8,
    secondBody: "zeros",
    testClips: 1,
    augment: { ...UNVARIED, crop: [0.5, 1], testCrop: 0.95, rotation: 17 },
    repeat: 1,
  },
  model: {
    widths: [4],
    strides: [1],
    cts: "both",
    gsm: "S+D+Q",
    prior: "hierarchy",
    dht: "both",
    gta: "pooled",
    gtaHeads: 1,
    reduction: 2,
    lseGroups: 1,
    kernel: 3,
    dilations: [1, 2],
    dropout: 0,
  },
  train: {
    epochs: 4,
    batch: 4,
    optimizer: "sgd",
    lr: 0.3,
    momentum: 0.9,
    nesterov: true,
    betas: [0.9, 0.999],
    weightDecay: 0,
    warmup: 0,
    schedule: "cosine",
    milestones: [],
    decay: 0.1,
    minLr: 0,
    labelSmoothing: 0,
    clip: 0,
    accumulate: 1,
    ema: 0.9,
    device: "cpu",
    threads: 1,
  },
  language: null,
  seed: 7,
};

export interface FakeOptions {
  /** Called before each step with its number from 1. */
  readonly beforeStep?: (step: number) => void | Promise<void>;
  /** The step from which on the loss is NaN. */
  readonly nanAt?: number;
}

/** A real, small learner: softmax regression with momentum, an averaged copy and a running mean, in plain float32 arithmetic. */
export class FakeTrainer implements RunTrainer {
  static live = 0;
  readonly layout;
  readonly #features: number;
  readonly #options: FakeOptions;
  #state: { step: number; weights: Float32Array; slots: Float32Array; statistics: Float32Array; average: Float32Array };

  constructor(config: RunConfig, options: FakeOptions = {}) {
    this.#features = sampleSize(layoutNamed("ucla20"), config.data.window);
    this.#options = options;
    const size = this.#features * CLASSES.length;
    const entry = (name: string, shape: number[], offset: number): StateEntry => ({
      name,
      shape,
      offset,
      length: shape.reduce((a, b) => a * b, 1),
    });
    this.layout = {
      weights: [entry("fc.weight", [CLASSES.length, this.#features], 0), entry("fc.bias", [CLASSES.length], size)],
      statistics: [entry("mean", [this.#features], 0)],
    };
    const n = size + CLASSES.length;
    this.#state = {
      step: 0,
      weights: new Float32Array(n),
      slots: new Float32Array(n),
      statistics: new Float32Array(this.#features),
      average: new Float32Array(n),
    };
    FakeTrainer.live++;
  }

  get parameters(): number {
    return this.#state.weights.length;
  }

  async step(x: Float32Array, labels: Int32Array, rate: number) {
    const s = this.#state;
    await this.#options.beforeStep?.(s.step + 1);
    const logits = this.#logits(x, labels.length, s.weights);
    const gradient = new Float32Array(s.weights.length);
    let loss = 0;
    labels.forEach((label, row) => {
      const scores = logits.subarray(row * CLASSES.length, (row + 1) * CLASSES.length);
      const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
      loss += (Math.log(sum) - scores[label]!) / labels.length;
      for (let k = 0; k < CLASSES.length; k++) {
        const g = (Math.exp(scores[k]!) / sum - (k === label ? 1 : 0)) / labels.length;
        for (let i = 0; i < this.#features; i++) gradient[k * this.#features + i]! += g * x[row * this.#features + i]!;
        gradient[CLASSES.length * this.#features + k]! += g;
      }
    });
    let norm = 0;
    for (let i = 0; i < gradient.length; i++) {
      norm += gradient[i]! ** 2;
      s.slots[i] = 0.9 * s.slots[i]! + gradient[i]!;
      s.weights[i]! -= 0.01 * rate * s.slots[i]!;
      s.average[i] = 0.9 * s.average[i]! + 0.1 * s.weights[i]!;
    }
    for (let i = 0; i < this.#features; i++) s.statistics[i] = 0.9 * s.statistics[i]! + 0.1 * x[i]!;
    s.step++;
    if (this.#options.nanAt !== undefined && s.step >= this.#options.nanAt) loss = NaN;
    return { loss, gradNorm: Math.sqrt(norm), logits };
  }

  async evaluate(x: Float32Array, count: number): Promise<Float32Array> {
    return this.#logits(x, count, this.#state.average);
  }

  /** A clip stands where its scores point, so that a learner of classes is one of this space. */
  async embed(x: Float32Array, count: number) {
    const logits = await this.evaluate(x, count);
    return { logits, vectors: unit({ values: logits, width: CLASSES.length }).values };
  }

  async embedTexts(sentences: Float32Array): Promise<Float32Array> {
    return unit({ values: sentences, width: CLASSES.length }).values;
  }

  getState(): TrainerState {
    const { step, weights, slots, statistics, average } = this.#state;
    return {
      step,
      weights: weights.slice(),
      slots: slots.slice(),
      statistics: statistics.slice(),
      average: average.slice(),
    };
  }

  setState({ step, weights, slots, statistics, average }: TrainerState): void {
    this.#state = {
      step,
      weights: weights.slice(),
      slots: slots.slice(),
      statistics: statistics.slice(),
      average: average!.slice(),
    };
  }

  async dispose(): Promise<void> {
    FakeTrainer.live--;
  }

  #logits(x: Float32Array, rows: number, weights: Float32Array): Float32Array {
    const logits = new Float32Array(rows * CLASSES.length);
    for (let row = 0; row < rows; row++)
      for (let k = 0; k < CLASSES.length; k++) {
        let sum = weights[CLASSES.length * this.#features + k]!;
        for (let i = 0; i < this.#features; i++) sum += weights[k * this.#features + i]! * x[row * this.#features + i]!;
        logits[row * CLASSES.length + k] = sum;
      }
    return logits;
  }
}

/** The loader without its thread: same plan, same fill. */
export function inlineLoader({ dataset, config, train }: LoaderInput, batch: number): OpenedData {
  const order = (epoch: number) => epochOrder(train, config.seed, epoch, config.data.repeat);
  return {
    async *open(request) {
      const size = sampleSize(dataset.layout, config.data.window);
      const batches = batchCount(request, train.length * config.data.repeat, batch);
      for (let at = 0; at < batches; at++) {
        const { clips, ...planned } = planBatch(request, at, order, batch);
        const x = new Float32Array(batch * size);
        const filled = x.subarray(0, planned.count * size);
        fillBatch(filled, dataset, clips, config.data, { seed: config.seed, ...planned });
        yield {
          x,
          labels: Int32Array.from({ length: batch }, (_, row) => dataset.clips[clips[row] ?? 0]!.label),
          count: planned.count,
        };
      }
    },
    close: async () => {},
  };
}

/** Parts with the fake learner; the clock advances 10 ms whenever it is asked, so that logs are the same each time. */
export function fakeParts(options: FakeOptions & { dataset?: Dataset; openLoader?: Parts["openLoader"] } = {}): Parts {
  let now = 1_700_000_000_000;
  return {
    createTrainer: async (config) => new FakeTrainer(config, options),
    openDataset: async () => options.dataset ?? smallDataset(),
    openTexts: async (...run) => textsOfRun(...run),
    openLoader: options.openLoader ?? inlineLoader,
    rateAt: (config, step, steps) => config.lr * (1 - step / (config.epochs * steps)),
    now: () => (now += 10),
  };
}

/** A prepared run folder under `root`. */
export function prepareRun(root: string, config: RunConfig = smallConfig): RunFolder {
  const dataset = smallDataset();
  const { runId, configHash } = identify(config, dataset.contentHash!, "test");
  return RunFolder.prepare(root, {
    format: 1,
    runId,
    config,
    dataHash: dataset.contentHash!,
    configHash,
    codeVersion: "test",
    cell: "base",
    layout: "ucla20",
    classes: dataset.classes,
  });
}
