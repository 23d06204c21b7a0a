import { parentPort, workerData } from "node:worker_threads";
import type { ModelConfig } from "../../common/config";
import { FeatureSession, type Features } from "../../model/evaluation/featureSession";
import type { MapState } from "../../model/evaluation/maps";
import { declareTraining } from "../../model/language/declare";
import type { LanguageShape } from "../../model/language/shape";
import { layoutFrom } from "../../model/skeleton/layoutText";
import { SharedSpace } from "../../model/train/sharedSpace";
import { describeFault } from "../threads";
import { project, type Featured, type Projected } from "./projection";

/** Sent to the thread at its start. */
export interface EmbeddingData {
  readonly model: ModelConfig;
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
  readonly state: MapState;
  /** Null for the classifier's own feature space; else the space that clips share with texts. */
  readonly language: LanguageShape | null;
  readonly batch: number;
  readonly threads: number;
}

/** What the thread is asked: features of a batch [N, M, 3, V, T], of sentences [texts, D_t], or, when it has seen the last, to lay all of them out. */
export type EmbeddingRequest =
  | { readonly type: "features"; readonly x: Float32Array; readonly count: number }
  | { readonly type: "texts"; readonly sentences: Float32Array }
  | { readonly type: "project"; readonly features: Featured; readonly method: "pca" | "umap"; readonly seed: number };

export type EmbeddingAnswer =
  | { readonly type: "features"; readonly features: Features }
  | { readonly type: "texts"; readonly vectors: Float32Array }
  | { readonly type: "project"; readonly projected: Projected }
  | { readonly type: "error"; readonly error: unknown };

const port = parentPort!;
const { model, layout, classes, window, state, language, batch, threads } = workerData as EmbeddingData;
const network = { config: model, layout: layoutFrom(layout), classes, window };
let session: Promise<FeatureSession> | undefined;
let space: Promise<SharedSpace> | undefined;

function sharedSpace(shape: LanguageShape): Promise<SharedSpace> {
  return (space ??= SharedSpace.open(network, shape, declareTraining(network, shape), batch, threads));
}

async function featuresOf(x: Float32Array, count: number): Promise<Features> {
  if (!language) {
    session ??= FeatureSession.open(network, state, batch, threads);
    return await (await session).of(x, count);
  }
  const { vectors, logits } = await (await sharedSpace(language)).ofClips(state, x, count);
  return { features: vectors, logits };
}

async function answer(request: EmbeddingRequest): Promise<EmbeddingAnswer> {
  try {
    if (request.type === "features") return { type: "features", features: await featuresOf(request.x, request.count) };
    if (request.type === "texts")
      return { type: "texts", vectors: await (await sharedSpace(language!)).ofTexts(state, request.sentences) };
    await (await session)?.dispose();
    await (await space)?.dispose();
    return { type: "project", projected: project(request.features, request.method, request.seed) };
  } catch (error) {
    return { type: "error", error: describeFault(error) };
  }
}

port.on("message", (request: EmbeddingRequest) => void answer(request).then((told) => port.postMessage(told)));
