import { parentPort, workerData } from "node:worker_threads";
import type { RunConfig } from "../../common/config";
import { fillBatch } from "../../model/data/batch";
import { epochOrder } from "../../model/data/order";
import { arrived, type PortableDataset } from "./portableDataset";
import type { Ring } from "./ring";
import { serveBatches } from "./serve";

/** Sent to each thread at its start; values in memory and the ring are shared. */
export interface LoaderData {
  readonly ring: Ring;
  readonly dataset: PortableDataset;
  readonly config: Pick<RunConfig, "data" | "seed">;
  /** Indices of the training clips. */
  readonly train: readonly number[];
  readonly thread: number;
  readonly threads: number;
}

const { ring, config, train, thread, threads, ...data } = workerData as LoaderData;
const dataset = arrived(data.dataset);
const { seed } = config;

let last: { epoch: number; order: Int32Array } | undefined;

serveBatches(parentPort!, {
  ring,
  order: (epoch) => {
    if (last?.epoch !== epoch) last = { epoch, order: epochOrder(train, seed, epoch, config.data.repeat) };
    return last.order;
  },
  clipsPerEpoch: train.length * config.data.repeat,
  thread,
  threads,
  fill: (out, { clips, ...planned }) => fillBatch(out, dataset, clips, config.data, { seed, ...planned }),
  labelOf: (clip) => dataset.clips[clip]!.label,
});
