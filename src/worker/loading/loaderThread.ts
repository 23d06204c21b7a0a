import { parentPort, workerData } from "node:worker_threads";
import type { RunConfig } from "../../common/config";
import { fillBatch } from "../../model/data/batch";
import type { Dataset } from "../../model/data/dataset";
import { epochOrder } from "../../model/data/order";
import type { Ring } from "./ring";
import { serveBatches } from "./serve";

/** Sent to the thread at its start; the data set's values and the ring lie in shared memory. */
export interface LoaderData {
  readonly ring: Ring;
  readonly dataset: Dataset;
  readonly config: Pick<RunConfig, "data" | "seed">;
  /** Indices of the training clips. */
  readonly train: readonly number[];
}

const { ring, dataset, config, train } = workerData as LoaderData;

let last: { epoch: number; order: Int32Array } | undefined;

serveBatches(parentPort!, {
  ring,
  order: (epoch) => {
    if (last?.epoch !== epoch) last = { epoch, order: epochOrder(train, config.seed, epoch, config.data.repeat) };
    return last.order;
  },
  fill: (out, clips, context) => fillBatch(out, dataset, clips, config.data, { seed: config.seed, ...context }),
  labelOf: (clip) => dataset.clips[clip]!.label,
});
