import { parentPort, workerData } from "node:worker_threads";
import type { ModelConfig } from "../../common/config";
import { MapSession, type ClipMaps } from "../../model/evaluation/mapSession";
import type { MapState } from "../../model/evaluation/maps";
import { layoutFrom } from "../../model/skeleton/layoutText";
import { describeFault } from "../threads";

/** Sent to the thread at its start. */
export interface MapsData {
  readonly model: ModelConfig;
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
  readonly state: MapState;
  readonly threads: number;
}

/** What the thread answers to each input [1, M, 3, V, T], in their order. */
export type MapsMessage =
  { readonly type: "maps"; readonly clip: ClipMaps } | { readonly type: "error"; readonly error: unknown };

const port = parentPort!;
const { model, layout, classes, window, state, threads } = workerData as MapsData;
const session = MapSession.open({ config: model, layout: layoutFrom(layout), classes, window }, state, threads);

let before = Promise.resolve();
port.on("message", (x: Float32Array) => {
  before = before.then(async () => port.postMessage(await answer(x)));
});

async function answer(x: Float32Array): Promise<MapsMessage> {
  try {
    return { type: "maps", clip: await (await session).of(x) };
  } catch (error) {
    return { type: "error", error: describeFault(error) };
  }
}
