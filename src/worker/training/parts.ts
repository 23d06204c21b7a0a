import type { DataConfig, LanguageConfig, RunConfig, TrainConfig } from "../../common/config";
import type { TextFeatures } from "../../model/language/textFeatures";
import type { Dataset } from "../../model/data/dataset";
import type { Batch } from "../loading/batchLoader";
import type { BatchRequest } from "../loading/plan";
import type { CreateTrainer } from "./trainer";

/** What a run is built from; the process puts the real ones in, a test its own. */
export interface Parts {
  readonly createTrainer: CreateTrainer;
  /** The data of a run, whose folder tells where imports lie. */
  readonly openDataset: (config: DataConfig, runFolder: string) => Promise<Dataset>;
  /** The features of a run's descriptions; asked only where the configuration has `language`. */
  readonly openTexts: (config: LanguageConfig, dataset: Dataset, runFolder: string) => Promise<TextFeatures | null>;
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
