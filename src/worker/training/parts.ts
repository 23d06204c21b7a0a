import type { DataConfig, RunConfig, TrainConfig } from "../../common/config";
import type { TextFeatures } from "../../model/language/textFeatures";
import type { Dataset } from "../../model/data/dataset";
import type { Batch } from "../loading/batchLoader";
import type { BatchRequest } from "../loading/plan";
import type { RunSpec } from "../store/runFolder";
import type { CreateTrainer } from "./trainer";

/** What a run is built from; the process puts the real ones in, a test its own. */
export interface Parts {
  readonly createTrainer: CreateTrainer;
  /** The data of a run, whose folder tells where imports lie. */
  readonly openDataset: (config: DataConfig, runFolder: string) => Promise<Dataset>;
  /** The encoded descriptions of a run whose configuration has `language`. */
  readonly openTexts: (spec: RunSpec, dataset: Dataset, runFolder: string) => Promise<TextFeatures>;
  readonly openLoader: (data: LoaderInput, batch: number) => OpenedData;
  /** Learning rate of a step counted from 0. */
  readonly rateAt: (config: TrainConfig, step: number, stepsPerEpoch: number) => number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export interface LoaderInput {
  readonly dataset: Dataset;
  readonly config: Pick<RunConfig, "data" | "seed">;
  /** Indices of the training clips. */
  readonly train: readonly number[];
}

/** Batches of a data set; `BatchLoader` is one. */
export interface OpenedData {
  open(request: BatchRequest): AsyncIterable<Batch>;
  close(): Promise<void>;
}
