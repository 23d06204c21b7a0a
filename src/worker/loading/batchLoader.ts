import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { sampleSize } from "../../model/data/batch";
import { reviveFault, startThread, threadFile } from "../threads";
import type { LoaderInput } from "../training/parts";
import type { LoaderData } from "./loaderThread";
import { batchCount, type BatchRequest } from "./plan";
import { portable } from "./portableDataset";
import { createRing, passOn, slotLabels, slotValues, type Ring } from "./ring";
import type { LoaderMessage } from "./serve";

/** One batch, ready for the network: x is [batch, M, 3, V, T]; only the first `count` rows count. Valid until the next one is asked for. */
export interface Batch {
  readonly x: Float32Array;
  readonly labels: Int32Array;
  readonly count: number;
}

/** One thread keeps far ahead of a network on the CPU, whose cores it would only take away; a graphics card stands beside many cores. */
const CORES_PER_THREAD = 4;
const MOST_THREADS = 4;

/**
 * Batches made ahead on threads of their own, because the compute session blocks the thread it runs on. Requests are answered in the order in which
 * they are opened, and must be read in that order and to their ends; opening the next one before the last is read lets the threads run ahead across.
 * What comes does not depend on how many threads there are. A batch that cannot be made ends the loader: whoever reads then, or later, gets its error.
 */
export class BatchLoader {
  readonly #workers: readonly Worker[];
  readonly #ring: Ring;
  readonly #clipsPerEpoch: number;
  readonly #x: Float32Array;
  readonly #labels: Int32Array;
  /** What has come, by the batch's number. */
  readonly #inbox = new Map<number, LoaderMessage>();
  #opened = 0;
  #wake: (() => void) | undefined;
  /** The error of a batch that could not be made. */
  #failed: Error | undefined;
  #dead: Error | undefined;
  #closed = false;

  constructor(workers: readonly Worker[], ring: Ring, clipsPerEpoch: number) {
    this.#workers = workers;
    this.#ring = ring;
    this.#clipsPerEpoch = clipsPerEpoch;
    this.#x = new Float32Array(ring.floats);
    this.#labels = new Int32Array(ring.batch);
    for (const worker of workers) {
      worker.on("message", (message: LoaderMessage) => {
        this.#inbox.set(message.number, message);
        this.#wake?.();
      });
      worker.on("error", (error) => this.#die(error as Error));
      worker.on("exit", (code) => this.#die(new Error(`a thread of the loader ended with code ${code}`)));
    }
  }

  /** Starts the threads over a data set; values in memory are shared with them. */
  static start(data: LoaderInput, batch: number, threads = loaderThreads(availableParallelism())): BatchLoader {
    const { dataset, config, train } = data;
    const ring = createRing(batch, sampleSize(dataset.layout, config.data.window), threads);
    const shared = { ...data, ring, dataset: portable(dataset), threads };
    const file = new URL(threadFile("loaderThread"), import.meta.url);
    const workers = Array.from({ length: threads }, (_, thread) =>
      startThread(file, { ...shared, thread } satisfies LoaderData),
    );
    return new BatchLoader(workers, ring, train.length * config.data.repeat);
  }

  open(request: BatchRequest): AsyncGenerator<Batch, void, undefined> {
    for (const worker of this.#workers) worker.postMessage(request);
    const from = this.#opened;
    this.#opened += batchCount(request, this.#clipsPerEpoch, this.#ring.batch);
    return this.#read(from, this.#opened);
  }

  async *#read(from: number, to: number): AsyncGenerator<Batch, void, undefined> {
    for (let number = from; number < to; number++) {
      const message = await this.#take(number);
      if (message.type === "error") {
        this.#failed = reviveFault(message.error);
        throw this.#failed;
      }
      // One copy frees the slot at once, and native code never sees shared memory.
      this.#x.set(slotValues(this.#ring, number));
      this.#labels.set(slotLabels(this.#ring, number));
      passOn(this.#ring, number);
      yield { x: this.#x, labels: this.#labels, count: message.count };
    }
  }

  async #take(number: number): Promise<LoaderMessage> {
    for (;;) {
      if (this.#failed !== undefined) throw this.#failed;
      const message = this.#inbox.get(number);
      if (message !== undefined) {
        this.#inbox.delete(number);
        return message;
      }
      if (this.#dead !== undefined) throw this.#dead;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #die(error: Error): void {
    if (this.#closed) return;
    this.#dead ??= error;
    this.#wake?.();
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#dead ??= new Error("the loader is closed");
    this.#wake?.();
    await Promise.all(this.#workers.map(async (worker) => await worker.terminate()));
  }
}

export function loaderThreads(cores: number): number {
  return Math.min(MOST_THREADS, Math.max(1, Math.floor(cores / CORES_PER_THREAD)));
}
