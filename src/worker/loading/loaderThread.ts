import { parentPort, workerData } from "node:worker_threads";
import type { RunConfig } from "../../common/config";
import { fillBatch } from "../../model/data/batch";
import { epochOrder } from "../../model/data/order";
import { arrived, type PortableDataset } from "./portableDataset";
import type { Ring } from "./ring";
import { serveBatches } from "./serve";

/** Sent to the thread at its start; values in memory and the ring are shared. */
export interface LoaderData {
  readonly ring: Ring;
  readonly dataset: PortableDataset;
  readonly config: Pick<RunConfig, "data" | "seed">;
  /** Indices of the training clips. */
  readonly train: readonly number[];
}

const { ring, config, train, ...data } = workerData as LoaderData;
const dataset = arrived(data.dataset);

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
