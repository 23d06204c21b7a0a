import { layoutText } from "../../model/skeleton/layoutText";
import type { Worker } from "node:worker_threads";
import { HglError } from "../../common/errors";
import { fillBatch, sampleSize } from "../../model/data/batch";
import type { Dataset } from "../../model/data/dataset";
import type { Vectors } from "../../model/evaluation/retrieval";
import type { TextShape } from "../../model/language/shape";
import type { TextFeatures } from "../../model/language/textFeatures";
import { trainedNetwork, type TrainedNetwork } from "../attention/trainedNetwork";
import type { RunFolder } from "../store/runFolder";
import { reviveFault, startThread, threadFile } from "../threads";
import type { EmbeddingAnswer, EmbeddingData, EmbeddingRequest } from "./embeddingThread";
import { FEWEST_FOR_UMAP, type Projected } from "./projection";

/** Clips in a batch; in evaluation their number changes no clip's feature. */
const BATCH = 16;

/** Texts that are laid out with clips. */
export interface ShownTexts {
  readonly features: TextFeatures;
  /** Of the features' texts, and the class of each. */
  readonly rows: readonly number[];
  readonly labels: readonly number[];
}

/** Clips, and behind them texts, in a network's feature space. */
export interface Embedded extends Projected {
  /** C, the numbers of a feature, or D of the space that is shared with texts. */
  readonly width: number;
  /** The class each clip was taken for. */
  readonly predicted: readonly number[];
}

/**
 * Computes the pooled feature of each clip with a run's newest weights, in evaluation, and lays the features out. Both happen on a thread of
 * their own, which ends as soon as a stop is asked for.
 *
 * @param texts what is laid out beside the clips, both in the space in which the run has aligned them; null for the classifier's feature space
 * @throws HglError "store" without a sound checkpoint, "data" for too few clips, "interrupted"
 */
export async function embed(
  folder: RunFolder,
  dataset: Dataset,
  clips: readonly number[],
  method: "pca" | "umap",
  stop?: AbortSignal,
  texts: ShownTexts | null = null,
): Promise<Embedded> {
  if (method === "umap" && clips.length < FEWEST_FOR_UMAP)
    throw new HglError({
      code: "data",
      where: dataset.name,
      what: `UMAP lays out ${FEWEST_FOR_UMAP} clips or more, and here are ${clips.length}`,
      next: "use `projection: pca`",
    });
  const trained = trainedNetwork(folder, false, texts?.features ?? null);
  const width = widthOf(trained);
  const thread = new EmbeddingThread(trained, stop);
  try {
    const { values, predicted } = await featuresOf(thread, trained, dataset, clips);
    const all = texts ? joined(values, await thread.texts(sentencesOf(texts))) : values;
    const labels = [...clips.map((clip) => dataset.clips[clip]!.label), ...(texts?.labels ?? [])];
    const { seed } = trained.spec.config;
    const { projected } = await thread.ask({
      type: "project",
      features: { values: all, width, labels },
      method,
      seed,
    });
    return { ...projected, width, predicted };
  } finally {
    await thread.close();
  }
}

/** Where clips and sentences stand in the space in which a run has aligned them. */
export interface Standings {
  /** [clips, D] and [sentences, D], rows of length 1. */
  readonly clips: Vectors;
  readonly sentences: Vectors;
}

/**
 * @param sentences [count, D_t], centred as the run's texts
 * @throws HglError "store" without a sound checkpoint, "interrupted"
 */
export async function standings(
  folder: RunFolder,
  dataset: Dataset,
  clips: readonly number[],
  text: TextShape,
  sentences: Float32Array,
  stop?: AbortSignal,
): Promise<Standings> {
  const trained = trainedNetwork(folder, false, text);
  const width = widthOf(trained);
  const thread = new EmbeddingThread(trained, stop);
  try {
    const { values } = await featuresOf(thread, trained, dataset, clips);
    return { clips: { values, width }, sentences: { values: await thread.texts(sentences), width } };
  } finally {
    await thread.close();
  }
}

const widthOf = ({ network, language }: TrainedNetwork): number =>
  language?.config.width ?? network.config.widths.at(-1)!;

/** Features of the clips, in their order, and the class each was taken for. */
async function featuresOf(
  thread: EmbeddingThread,
  trained: TrainedNetwork,
  dataset: Dataset,
  clips: readonly number[],
): Promise<{ readonly values: Float32Array; readonly predicted: number[] }> {
  const { classes } = trained.network;
  const { data, seed } = trained.spec.config;
  const width = widthOf(trained);
  const values = new Float32Array(clips.length * width);
  const predicted: number[] = [];
  const size = sampleSize(dataset.layout, data.window);
  for (let from = 0; from < clips.length; from += BATCH) {
    const now = clips.slice(from, from + BATCH);
    const x = new Float32Array(BATCH * size);
    fillBatch(x.subarray(0, now.length * size), dataset, now, data, { seed, epoch: 0, training: false });
    const { features } = await thread.ask({ type: "features", x, count: now.length });
    values.set(features.features, from * width);
    now.forEach((_, row) => predicted.push(largest(features.logits.subarray(row * classes, (row + 1) * classes))));
  }
  return { values, predicted };
}

function sentencesOf({ features: { sentences, dimension }, rows }: ShownTexts): Float32Array {
  const chosen = new Float32Array(rows.length * dimension);
  rows.forEach((row, at) => chosen.set(sentences.subarray(row * dimension, (row + 1) * dimension), at * dimension));
  return chosen;
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function largest(values: Float32Array): number {
  return values.reduce((best, value, at) => (value > values[best]! ? at : best), 0);
}

type AnswerTo<T extends EmbeddingRequest["type"]> = Extract<EmbeddingAnswer, { type: T }>;

class EmbeddingThread {
  readonly #worker: Worker;
  readonly #stop: AbortSignal | undefined;
  readonly #onStop = (): void => this.#end(interrupted());
  #waiting: { resolve(answer: EmbeddingAnswer): void; reject(error: Error): void } | undefined;
  #over: Error | undefined;

  constructor({ network, language, state, spec }: TrainedNetwork, stop: AbortSignal | undefined) {
    const { config, layout, classes, window } = network;
    const data: EmbeddingData = {
      ...{ model: config, layout: layoutText(layout), classes, window, state, language, batch: BATCH },
      threads: spec.config.train.threads,
    };
    this.#worker = startThread(new URL(threadFile("embeddingThread"), import.meta.url), data);
    this.#worker.on("message", (answer: EmbeddingAnswer) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (answer.type === "error") waiting?.reject(reviveFault(answer.error));
      else waiting?.resolve(answer);
    });
    this.#worker.on("error", (error) => this.#end(error as Error));
    this.#worker.on("exit", (code) => this.#end(new Error(`the thread of the features ended with code ${code}`)));
    this.#stop = stop;
    stop?.addEventListener("abort", this.#onStop, { once: true });
    if (stop?.aborted) this.#onStop();
  }

  /** One request at a time. */
  async ask<R extends EmbeddingRequest>(request: R): Promise<AnswerTo<R["type"]>> {
    if (this.#over) throw this.#over;
    return await new Promise<AnswerTo<R["type"]>>((resolve, reject) => {
      this.#waiting = { resolve: (answer) => resolve(answer as AnswerTo<R["type"]>), reject };
      this.#worker.postMessage(request);
    });
  }

  /** Where sentences stand among the clips. */
  async texts(sentences: Float32Array): Promise<Float32Array> {
    return (await this.ask({ type: "texts", sentences })).vectors;
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    this.#stop?.removeEventListener("abort", this.#onStop);
    this.#over ??= new Error("the thread of the features is closed");
    await this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#over ??= error;
    this.#waiting?.reject(this.#over);
    this.#waiting = undefined;
  }
}

function interrupted(): HglError {
  return new HglError({ code: "interrupted", what: "computing the features was stopped" });
}
