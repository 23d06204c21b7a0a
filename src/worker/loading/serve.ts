import type { MessagePort } from "node:worker_threads";
import { describeFault } from "../threads";
import { batchCount, planBatch, type BatchRequest, type EpochOrder, type PlannedBatch } from "./plan";
import { awaitTurn, slotLabels, slotValues, type Ring } from "./ring";

/** Fills rows of `out` with the samples of a batch; pure in its arguments. */
export type Fill = (out: Float32Array, batch: PlannedBatch) => void;

/** What a thread tells the consumer of batch `number`: that it lies in its slot, or why it never will. */
export type LoaderMessage =
  | { readonly type: "batch"; readonly number: number; readonly count: number }
  | { readonly type: "error"; readonly number: number; readonly error: unknown };

export interface Serving {
  readonly ring: Ring;
  readonly order: EpochOrder;
  /** Clips of an epoch, repeated ones counted. */
  readonly clipsPerEpoch: number;
  /** This thread makes the batches whose number leaves `thread` when divided by `threads`. */
  readonly thread: number;
  readonly threads: number;
  readonly fill: Fill;
  readonly labelOf: (clip: number) => number;
}

/** Makes one thread's share of the batches of all requests, which every thread is sent in the same order; runs ahead as far as the ring allows. */
export function serveBatches(port: Pick<MessagePort, "on" | "postMessage">, serving: Serving): void {
  const { ring, order, clipsPerEpoch, thread, threads } = serving;
  let begun = 0;
  port.on("message", (request: BatchRequest) => {
    const start = begun;
    begun += batchCount(request, clipsPerEpoch, ring.batch);
    const mine = (thread - (start % threads) + threads) % threads;
    for (let number = start + mine; number < begun; number += threads) {
      awaitTurn(ring, number);
      try {
        const planned = planBatch(request, number - start, order, ring.batch);
        makeBatch(serving, number, planned);
        port.postMessage({ type: "batch", number, count: planned.count } satisfies LoaderMessage);
      } catch (error) {
        port.postMessage({ type: "error", number, error: describeFault(error) } satisfies LoaderMessage);
        // Nobody reads on after a batch that cannot be made.
        return;
      }
    }
  });
}

function makeBatch({ ring, fill, labelOf }: Serving, number: number, planned: PlannedBatch): void {
  const { clips, count } = planned;
  const values = slotValues(ring, number);
  const counted = count * (ring.floats / ring.batch);
  fill(values.subarray(0, counted), planned);
  // Rows beyond the count are zeros, not the leftovers of an older batch.
  values.fill(0, counted);
  const labels = slotLabels(ring, number);
  labels.fill(0);
  clips.forEach((clip, row) => (labels[row] = labelOf(clip)));
}
