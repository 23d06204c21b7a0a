import type { MessagePort } from "node:worker_threads";
import { describeFault } from "../threads";
import { planBatches, type BatchRequest, type EpochOrder } from "./plan";
import { awaitFree, markFull, slotLabels, slotValues, type Ring } from "./ring";

/** Fills rows of `out` with the samples of `clips`; pure in its arguments. */
export type Fill = (
  out: Float32Array,
  clips: Int32Array,
  context: { epoch: number; training: boolean; first: number },
) => void;

/** What the thread tells the consumer. */
export type LoaderMessage =
  | { readonly type: "batch"; readonly slot: number; readonly count: number }
  | { readonly type: "end" }
  | { readonly type: "error"; readonly error: unknown };

export interface Serving {
  readonly ring: Ring;
  readonly order: EpochOrder;
  readonly fill: Fill;
  readonly labelOf: (clip: number) => number;
}

/** Answers requests one after another on the loader's thread, each with its batches and an "end"; runs ahead as far as the ring allows. */
export function serveBatches(
  port: Pick<MessagePort, "on" | "postMessage">,
  { ring, order, fill, labelOf }: Serving,
): void {
  let slot = 0;
  port.on("message", (request: BatchRequest) => {
    const training = request.kind === "train";
    const epoch = request.kind === "train" ? request.epoch : 0;
    const rowFloats = ring.floats / ring.batch;
    try {
      for (const { clips, count, first } of planBatches(request, order, ring.batch)) {
        awaitFree(ring, slot);
        const values = slotValues(ring, slot);
        fill(values.subarray(0, count * rowFloats), clips, { epoch, training, first });
        // Rows beyond the count are zeros, not the leftovers of an older batch.
        values.fill(0, count * rowFloats);
        const labels = slotLabels(ring, slot);
        labels.fill(0);
        clips.forEach((clip, row) => (labels[row] = labelOf(clip)));
        markFull(ring, slot);
        port.postMessage({ type: "batch", slot, count } satisfies LoaderMessage);
        slot = (slot + 1) % ring.depth;
      }
      port.postMessage({ type: "end" } satisfies LoaderMessage);
    } catch (error) {
      port.postMessage({ type: "error", error: describeFault(error) } satisfies LoaderMessage);
    }
  });
}
