import { parentPort, workerData } from "node:worker_threads";
import type { ModelConfig } from "../../common/config";
import { FeatureSession, type Features } from "../../model/evaluation/featureSession";
import type { MapState } from "../../model/evaluation/maps";
import { layoutFrom } from "../../model/skeleton/layoutText";
import { describeFault } from "../threads";
import { project, type Featured, type Projected } from "./projection";

/** Sent to the thread at its start. */
export interface EmbeddingData {
  readonly model: ModelConfig;
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
  readonly state: MapState;
  readonly batch: number;
  readonly threads: number;
}

/** What the thread is asked: features of a batch [N, M, 3, V, T], or, when it has seen the last one, to lay all of them out. */
export type EmbeddingRequest =
  | { readonly type: "features"; readonly x: Float32Array; readonly count: number }
  | { readonly type: "project"; readonly features: Featured; readonly method: "pca" | "umap"; readonly seed: number };

export type EmbeddingAnswer =
  | { readonly type: "features"; readonly features: Features }
  | { readonly type: "project"; readonly projected: Projected }
  | { readonly type: "error"; readonly error: unknown };

const port = parentPort!;
const { model, layout, classes, window, state, batch, threads } = workerData as EmbeddingData;
const network = { config: model, layout: layoutFrom(layout), classes, window };
let session: Promise<FeatureSession> | undefined;

async function answer(request: EmbeddingRequest): Promise<EmbeddingAnswer> {
  try {
    if (request.type === "features") {
      session ??= FeatureSession.open(network, state, batch, threads);
      return { type: "features", features: await (await session).of(request.x, request.count) };
    }
    await (await session)?.dispose();
    return { type: "project", projected: project(request.features, request.method, request.seed) };
  } catch (error) {
    return { type: "error", error: describeFault(error) };
  }
}

port.on("message", (request: EmbeddingRequest) => void answer(request).then((told) => port.postMessage(told)));
