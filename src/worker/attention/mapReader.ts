import { layoutText } from "../../model/skeleton/layoutText";
import type { Worker } from "node:worker_threads";
import type { ClipMaps } from "../../model/evaluation/mapSession";
import { reviveFault, startThread, threadFile } from "../threads";
import type { TrainedNetwork } from "./trainedNetwork";
import type { MapsData, MapsMessage } from "./mapsThread";

/** A trained network's maps, computed on a thread of their own: a session blocks the thread it runs on, and an editor's worker has others to answer. */
export class MapReader {
  readonly #worker: Worker;
  #waiting: { resolve(clip: ClipMaps): void; reject(error: Error): void } | undefined;
  #dead: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (message: MapsMessage) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (message.type === "maps") waiting?.resolve(message.clip);
      else waiting?.reject(reviveFault(message.error));
    });
    worker.on("error", (error) => this.#die(error as Error));
    worker.on("exit", (code) => this.#die(new Error(`the thread of the maps ended with code ${code}`)));
  }

  static start({ network, state, spec }: TrainedNetwork): MapReader {
    const { config, layout, classes, window } = network;
    const data: MapsData = {
      model: config,
      layout: layoutText(layout),
      classes,
      window,
      state,
      threads: spec.config.train.threads,
    };
    return new MapReader(startThread(new URL(threadFile("mapsThread"), import.meta.url), data));
  }

  /** One clip at a time. @param x [1, M, 3, V, T] */
  async of(x: Float32Array): Promise<ClipMaps> {
    if (this.#dead) throw this.#dead;
    return await new Promise<ClipMaps>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(x);
    });
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    this.#dead ??= new Error("the maps are closed");
    await this.#worker.terminate();
  }

  #die(error: Error): void {
    this.#dead ??= error;
    this.#waiting?.reject(this.#dead);
    this.#waiting = undefined;
  }
}
