import type { Worker } from "node:worker_threads";
import { sampleSize } from "../../model/data/batch";
import { reviveFault, startThread, threadFile } from "../threads";
import type { LoaderInput } from "../training/parts";
import type { LoaderData } from "./loaderThread";
import type { BatchRequest } from "./plan";
import { portable } from "./portableDataset";
import { createRing, markFree, slotLabels, slotValues, type Ring } from "./ring";
import type { LoaderMessage } from "./serve";

/** One batch, ready for the network: x is [batch, M, 3, V, T]; only the first `count` rows count. Valid until the next one is asked for. */
export interface Batch {
  readonly x: Float32Array;
  readonly labels: Int32Array;
  readonly count: number;
}

/**
 * Batches made ahead on a thread of their own, because the compute session blocks the thread it runs on. Requests are answered in the order in which
 * they are opened, and must be read in that order; opening the next one before the last is read to its end lets the thread run ahead across.
 */
export class BatchLoader {
  readonly #worker: Worker;
  readonly #ring: Ring;
  readonly #x: Float32Array;
  readonly #labels: Int32Array;
  readonly #inbox: LoaderMessage[] = [];
  #wake: (() => void) | undefined;
  #dead: Error | undefined;
  #closed = false;

  constructor(worker: Worker, ring: Ring) {
    this.#worker = worker;
    this.#ring = ring;
    this.#x = new Float32Array(ring.floats);
    this.#labels = new Int32Array(ring.batch);
    worker.on("message", (message: LoaderMessage) => {
      this.#inbox.push(message);
      this.#wake?.();
    });
    worker.on("error", (error) => this.#die(error));
    worker.on("exit", (code) => this.#die(new Error(`the loader's thread ended with code ${code}`)));
  }

  /** Starts the thread over a data set; values in memory are shared with it. */
  static start(data: LoaderInput, batch: number): BatchLoader {
    const { dataset, config } = data;
    const ring = createRing(batch, sampleSize(dataset.layout, config.data.window));
    const shared: LoaderData = { ...data, ring, dataset: portable(dataset) };
    return new BatchLoader(startThread(new URL(threadFile("loaderThread"), import.meta.url), shared), ring);
  }

  open(request: BatchRequest): AsyncGenerator<Batch, void, undefined> {
    this.#worker.postMessage(request);
    return this.#read();
  }

  async *#read(): AsyncGenerator<Batch, void, undefined> {
    for (;;) {
      const message = await this.#take();
      if (message.type === "end") return;
      if (message.type === "error") throw reviveFault(message.error);
      const { slot, count } = message;
      // One copy frees the slot at once, and native code never sees shared memory.
      this.#x.set(slotValues(this.#ring, slot));
      this.#labels.set(slotLabels(this.#ring, slot));
      markFree(this.#ring, slot);
      yield { x: this.#x, labels: this.#labels, count };
    }
  }

  async #take(): Promise<LoaderMessage> {
    while (this.#inbox.length === 0) {
      if (this.#dead !== undefined) throw this.#dead;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#inbox.shift()!;
  }

  #die(error: Error): void {
    if (this.#closed) return;
    this.#dead ??= error;
    this.#wake?.();
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#dead ??= new Error("the loader is closed");
    this.#wake?.();
    await this.#worker.terminate();
  }
}
