import * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "../../common/config";
import { inScope, record, type Program } from "../../engine";
import { shared } from "../language/align";
import { networkLength } from "../language/declare";
import { languageInputs, languageLoss } from "../language/languageLoss";
import { isLanguage } from "../language/names";
import type { LanguageShape } from "../language/shape";
import { hglnet, type NetworkShape } from "../network/hglnet";
import { totalLength, type Entry, type StateLayout } from "../network/parameters";
import { Pass, type KeptMaps } from "../network/pass";
import { crossEntropy } from "./loss";
import { clipped, slotCount, update } from "./optimizer";

/** Share of a new batch in the running statistics. */
const MOMENTUM = 0.1;

/** What every program of one training run is built from. */
export interface ProgramSpec {
  readonly network: NetworkShape;
  readonly state: StateLayout;
  readonly train: TrainConfig;
  /** N, clips in a batch. */
  readonly batch: number;
  /** What descriptions are read by; null for a step without them, which leaves alone what `state` holds for them. */
  readonly language: LanguageShape | null;
}

/** What the gradients of a batch follow from. */
type LearnSpec = Omit<ProgramSpec, "train"> & { readonly train: Pick<TrainConfig, "labelSmoothing"> };

type Named = Record<string, tf.Tensor>;
type Build = { readonly inputs: Record<string, number[]>; readonly build: (inputs: Named) => Named };

export const inputShape = ({ layout, window }: NetworkShape, batch: number): number[] => [
  batch,
  layout.bodies,
  3,
  layout.joints.length,
  window,
];

/**
 * Forward, loss, gradients and running statistics of one batch.
 *
 *   (weights, statistics, x, labels, dropout?, see languageInputs) -> (gradient [P], statistics, loss, logits, align?, match?)
 */
function learn({ network, state, train, language }: LearnSpec, inputs: Named): Named {
  const tensors = new Map([...cut(inputs.weights!, state.weights), ...cut(inputs.statistics!, state.statistics)]);
  const names = state.weights.map(({ name }) => name);
  const pass = new Pass(tensors, true, language ? new Set(["map"]) : false);
  let logits!: tf.Tensor;
  // tfjs tidies up after the differentiated function, and these results are wanted beside the loss.
  const kept: tf.Tensor[] = [];
  const terms: Named = {};
  const lossOf = (): tf.Scalar => {
    logits = hglnet(pass, network, inputs.x!, inputs.dropout);
    let loss = crossEntropy(logits, inputs.labels!, train.labelSmoothing);
    if (language) {
      const { layout } = network;
      const { weighted, ...rest } = languageLoss(pass, language, layout, pass.maps.get("map")!, inputs, inputs.labels!);
      loss = tf.add(loss, weighted);
      Object.assign(terms, rest);
    }
    const seen = [...pass.seen.values()].flatMap(({ mean, variance }) => [mean, variance]);
    kept.push(logits, ...seen, ...Object.values(terms));
    kept.forEach(tf.keep);
    return loss as tf.Scalar;
  };
  const { value, grads } = tf.engine().gradients(
    lossOf,
    names.map((name) => tensors.get(name)!),
    undefined,
    true,
  );
  const gradient = tf.concat(
    state.weights.map(({ length, shape }, i) => (grads[i] ?? tf.zeros([...shape])).reshape([length])),
  );
  const outputs = {
    gradient,
    statistics: updatedStatistics(inputs.statistics!, state, pass),
    loss: value.reshape([1]),
    logits: tf.clone(logits),
    ...Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, tf.clone(term)])),
  };
  tf.dispose(kept);
  return outputs;
}

/** One whole training step: learn, clip, update, average. Inputs and outputs of the same name are one state before and after. */
export function stepProgram(spec: ProgramSpec): Build {
  const inputs = { ...learnInputs(spec), ...updateInputs(spec) };
  const build = (tensors: Named): Named => {
    const { gradient, ...rest } = learn(spec, tensors);
    return { ...rest, ...apply(spec, tensors, gradient!) };
  };
  return { inputs, build };
}

/** For gradient accumulation: as `learn`, with the gradients of the batches so far added. */
export function accumulateProgram(spec: ProgramSpec): Build {
  const inputs = { ...learnInputs(spec), gradients: [totalLength(spec.state.weights)] };
  const build = (tensors: Named): Named => {
    const { gradient, ...rest } = learn(spec, tensors);
    return { ...rest, gradients: tf.add(tensors.gradients!, tf.mul(gradient!, 1 / spec.train.accumulate)) };
  };
  return { inputs, build };
}

/** For gradient accumulation: the update alone, from the mean gradient. */
export function updateProgram(spec: ProgramSpec): Build {
  const inputs = { ...updateInputs(spec), gradients: [totalLength(spec.state.weights)] };
  return { inputs, build: (tensors) => apply(spec, tensors, tensors.gradients!) };
}

/** The gradients of one batch and nothing else, as every training step computes them. */
export function gradientProgram(network: NetworkShape, state: StateLayout, batch: number): Build {
  const spec = { network, state, batch, train: { labelSmoothing: 0 }, language: null };
  return { inputs: learnInputs(spec), build: (tensors) => learn(spec, tensors) };
}

/** (weights, statistics, x) -> logits, with the norms folded into the convolutions; intermediate maps as further outputs on demand. */
export function evaluationProgram(
  network: NetworkShape,
  state: StateLayout,
  batch: number,
  kept: KeptMaps = false,
): Build {
  const inputs = {
    weights: [totalLength(state.weights)],
    statistics: [totalLength(state.statistics)],
    x: inputShape(network, batch),
  };
  const build = (tensors: Named): Named => {
    const pass = new Pass(
      new Map([...cut(tensors.weights!, state.weights), ...cut(tensors.statistics!, state.statistics)]),
      false,
      kept,
    );
    const logits = hglnet(pass, network, tensors.x!);
    return { logits, ...Object.fromEntries(pass.maps) };
  };
  return { inputs, build };
}

/** (weights, statistics, x) -> (logits, vectors): as evaluation, and the clips' vectors a in the space that they share with texts, [N, D]. */
export function sharedProgram(network: NetworkShape, state: StateLayout, batch: number): Build {
  const { inputs, build } = evaluationProgram(network, state, batch, new Set(["feature"]));
  const both = (tensors: Named): Named => {
    const { logits, feature } = build(tensors);
    const pass = new Pass(new Map(cut(tensors.weights!, state.weights.filter(isLanguage))), false);
    return { logits: logits!, vectors: inScope("language.align", () => shared(pass, "skeleton", feature!)) };
  };
  return { inputs, build: both };
}

/** (weights, sentences) -> vectors: the texts' c in that space, [N, D]. */
export function sharedTextProgram(state: StateLayout, textWidth: number, batch: number): Build {
  const inputs = { weights: [totalLength(state.weights)], sentences: [batch, textWidth] };
  const build = ({ weights, sentences }: Named): Named => {
    const pass = new Pass(new Map(cut(weights!, state.weights.filter(isLanguage))), false);
    return { vectors: shared(pass, "text", sentences!) };
  };
  return { inputs, build };
}

export const recorded = ({ inputs, build }: Build): Promise<Program> => record(inputs, build);

function learnInputs({ network, state, batch, language }: LearnSpec): Record<string, number[]> {
  const { config } = network;
  return {
    weights: [totalLength(state.weights)],
    statistics: [totalLength(state.statistics)],
    x: inputShape(network, batch),
    labels: [batch, 1],
    ...(config.dropout > 0 ? { dropout: [batch, config.widths.at(-1)!] } : {}),
    ...(language ? languageInputs(language, batch) : {}),
  };
}

function updateInputs({ state, train }: ProgramSpec): Record<string, number[]> {
  const p = totalLength(state.weights);
  return { weights: [p], slots: [slotCount(train) * p], scalars: [3], ...(train.ema > 0 ? { average: [p] } : {}) };
}

function apply(spec: ProgramSpec, inputs: Named, gradient: tf.Tensor): Named {
  const { state, language } = spec;
  const all = totalLength(state.weights);
  const trained = language ? all : networkLength(state);
  if (trained === all) return updated(spec.train, inputs, gradient);
  // Weight decay and the optimiser must not move what has not been trained yet.
  const rows = (flat: tf.Tensor, begin: number, size: number): tf.Tensor =>
    flat.reshape([-1, all]).slice([0, begin], [-1, size]);
  const vectors = Object.entries(inputs).filter(([name]) => ["weights", "slots", "average"].includes(name));
  const own = Object.fromEntries(vectors.map(([name, flat]) => [name, rows(flat, 0, trained).reshape([-1])]));
  const { gradNorm, ...next } = updated(spec.train, { ...inputs, ...own }, rows(gradient, 0, trained).reshape([-1]));
  const whole = ([name, part]: [string, tf.Tensor]): [string, tf.Tensor] => [
    name,
    tf.concat([part.reshape([-1, trained]), rows(inputs[name]!, trained, all - trained)], 1).reshape([-1]),
  ];
  return { ...Object.fromEntries(Object.entries(next).map(whole)), gradNorm: gradNorm! };
}

function updated(train: TrainConfig, inputs: Named, raw: tf.Tensor): Named {
  const { gradient, norm } = clipped(raw, train.clip);
  const next = update(train, inputs.weights!, gradient, inputs.slots!, inputs.scalars!);
  if (train.ema === 0) return { ...next, gradNorm: norm };
  return {
    ...next,
    gradNorm: norm,
    average: tf.add(tf.mul(inputs.average!, train.ema), tf.mul(next.weights, 1 - train.ema)),
  };
}

function updatedStatistics(before: tf.Tensor, state: StateLayout, pass: Pass): tf.Tensor {
  const batch = state.statistics.map(({ name, length }) => {
    const [norm, part] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf(".") + 1)];
    const seen = pass.seen.get(norm);
    if (!seen) throw new Error(`The network declares the norm "${norm}" but never used it.`);
    if (part === "mean") return seen.mean.reshape([length]);
    // PyTorch's running variance is unbiased, the batch's own is not.
    return tf.mul(seen.variance, Number.isFinite(seen.count) ? seen.count / (seen.count - 1) : 1).reshape([length]);
  });
  return tf.add(tf.mul(before, 1 - MOMENTUM), tf.mul(tf.concat(batch), MOMENTUM));
}

function cut(flat: tf.Tensor, entries: readonly Entry[]): [string, tf.Tensor][] {
  return entries.map(({ name, shape, offset, length }) => [name, flat.slice([offset], [length]).reshape(shape)]);
}
