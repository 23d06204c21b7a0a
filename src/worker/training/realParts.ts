import { rateAt, Trainer } from "../../model/train";
import { importDataset } from "../importing/importDataset";
import { BatchLoader } from "../loading/batchLoader";
import type { Parts } from "./parts";

/** The parts of a real run. */
export const realParts: Parts = {
  createTrainer: (config, shape) => Trainer.create(config, shape),
  openDataset: ({ source, format }) => importDataset(source, format, "/"),
  openLoader: (data, batch) => BatchLoader.start(data, batch),
  rateAt,
  now: () => Date.now(),
};
