import { UNVARIED } from "../../../fixtures/data/synthetic";
import type { ModelConfig, RunConfig, TrainConfig } from "../../../../src/common/config";
import { CompiledProgram, type Arrays } from "../../../../src/engine";
import { declareHglnet, type NetworkShape } from "../../../../src/model/network/hglnet";
import { initialValues, type Entry, type StateLayout } from "../../../../src/model/network/parameters";
import { randomStream } from "../../../../src/model/random";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { Trainer } from "../../../../src/model/train";
import { evaluationProgram, inputShape, recorded } from "../../../../src/model/train/programs";

/** HGLNet with every default but narrow: all parts, both kinds of residual, one stride. */
export function smallModel(changes: Partial<ModelConfig> = {}): ModelConfig {
  return {
    widths: [16, 32],
    strides: [1, 2],
    cts: "both",
    gsm: "S+D+Q",
    prior: "hierarchy",
    dht: "both",
    gta: "pooled",
    gtaHeads: 4,
    reduction: 8,
    lseGroups: 4,
    kernel: 5,
    dilations: [1, 2],
    dropout: 0,
    ...changes,
  };
}

export function smallNetwork(changes: Partial<ModelConfig> = {}, rest: Partial<NetworkShape> = {}): NetworkShape {
  return { config: smallModel(changes), layout: layoutNamed("ucla20"), classes: 4, window: 8, ...rest };
}

export function plainTraining(changes: Partial<TrainConfig> = {}): TrainConfig {
  return {
    epochs: 10,
    batch: 2,
    optimizer: "sgd",
    lr: 0.1,
    momentum: 0.9,
    nesterov: true,
    betas: [0.9, 0.999],
    weightDecay: 4e-4,
    warmup: 0,
    schedule: "constant",
    milestones: [],
    decay: 0.1,
    minLr: 0,
    labelSmoothing: 0.1,
    clip: 0,
    accumulate: 1,
    ema: 0,
    device: "cpu",
    threads: 1,
    ...changes,
  };
}

export function runConfig(network: NetworkShape, train: Partial<TrainConfig> = {}, seed = 1): RunConfig {
  return {
    data: {
      source: "none",
      format: "auto",
      layout: null,
      columns: null,
      bad: "refuse",
      split: { by: "default", test: [], train: [] },
      validation: 0,
      stream: "J",
      window: network.window,
      secondBody: "zeros",
      testClips: 1,
      augment: UNVARIED,
      repeat: 1,
    },
    model: network.config,
    train: plainTraining(train),
    language: null,
    seed,
  };
}

export function trainerFor(network: NetworkShape, train: Partial<TrainConfig> = {}, seed = 1): Promise<Trainer> {
  return Trainer.create(runConfig(network, train, seed), network);
}

export interface NetworkState {
  readonly weights: Float32Array;
  readonly statistics: Float32Array;
}

/**
 * A state in which no part is silent: gates open, norms away from 0 and 1, biases away from 0.
 *
 * @param variance of the running statistics; deep networks need more, or their maps grow until attention is all rounding
 */
export function livelyState(state: StateLayout, seed = 7, variance = 0.7): NetworkState {
  const weights = initialValues(state.weights, seed);
  const statistics = initialValues(state.statistics, seed);
  const normal = normals(seed);
  for (const { name, offset, length } of state.weights) {
    for (let i = offset; i < offset + length; i++) {
      const draw = normal();
      if (/Gate$/.test(name)) weights[i] = 0.5 + 0.2 * draw;
      else if (/[nN]orm\.weight$|edges$/.test(name)) weights[i] = 0.8 + 0.2 * draw;
      else if (/topology$/.test(name)) weights[i]! += 0.1 * draw;
      else if (/bias$|positionBias$/i.test(name)) weights[i] = 0.2 * draw;
    }
  }
  for (const { name, offset, length } of state.statistics) {
    for (let i = offset; i < offset + length; i++) {
      statistics[i] = name.endsWith("mean") ? 0.3 * normal() : variance + 0.1 * Math.abs(normal());
    }
  }
  return { weights, statistics };
}

/** A walk per joint: [n, M, 3, V, T]. */
export function clips(network: NetworkShape, n: number, seed = 3): Float32Array {
  const normal = normals(seed);
  const size = inputShape(network, n).reduce((a, b) => a * b, 1);
  const x = Float32Array.from({ length: size }, () => 0.3 * normal());
  for (let i = 0; i < size; i++) if (i % network.window > 0) x[i]! += x[i - 1]!;
  return x;
}

export function normals(seed: number): () => number {
  const random = randomStream({ seed, stream: 99, epoch: 0, sample: 0, use: 0 });
  return () => random.normal();
}

/** Logits and, with `maps`, the intermediate maps by name. */
export async function evaluated(
  network: NetworkShape,
  state: NetworkState,
  x: Float32Array,
  n: number,
  maps = false,
): Promise<Arrays> {
  const program = await recorded(evaluationProgram(network, declareHglnet(network), n, maps));
  const compiled = await CompiledProgram.compile(program, "evaluate", { threads: 1 });
  const outputs = await compiled.run({ weights: state.weights, statistics: state.statistics, x });
  await compiled.dispose();
  return outputs;
}

export interface Learned {
  readonly loss: number;
  readonly logits: Float32Array;
  /** In the order of the weights. */
  readonly gradient: Float32Array;
  readonly statistics: Float32Array;
}

/** Forward and backward of one batch in training mode. */
export async function learned(
  network: NetworkShape,
  state: NetworkState,
  x: Float32Array,
  labels: Int32Array,
): Promise<Learned> {
  // Plain SGD without momentum or decay keeps the gradient itself as its velocity.
  const train = { batch: labels.length, momentum: 0, nesterov: false, weightDecay: 0 };
  const trainer = await trainerFor(network, train);
  trainer.setState({ ...trainer.getState(), ...state });
  const { loss, logits } = await trainer.step(x, labels, 0.1);
  const { slots, statistics } = trainer.getState();
  await trainer.dispose();
  return { loss, logits: logits.slice(), gradient: slots, statistics };
}

export function part(entries: readonly Entry[], flat: Float32Array, name: string): Float32Array {
  const entry = entries.find((one) => one.name === name);
  if (!entry) throw new Error(`There is no "${name}".`);
  return flat.subarray(entry.offset, entry.offset + entry.length);
}

export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Largest difference relative to the largest value of `right`; not a number when either holds one. */
export function distance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) return Infinity;
  let most = 0;
  for (let i = 0; i < left.length; i++) {
    const difference = Math.abs(left[i]! - right[i]!);
    if (Number.isNaN(difference)) return NaN;
    most = Math.max(most, difference);
  }
  return most / (largest(right) || 1);
}
