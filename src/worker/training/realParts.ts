import { rateAt, Trainer } from "../../model/train";
import { importDataset } from "../importing/importDataset";
import { importsFolderOfRun } from "../store/runFolder";
import { BatchLoader } from "../loading/batchLoader";
import type { Parts } from "./parts";

/** The parts of a real run. */
export const realParts: Parts = {
  createTrainer: (config, shape) => Trainer.create(config, shape),
  openDataset: (config, run) => importDataset(config, { folder: "/", imports: importsFolderOfRun(run) }),
  openTexts: () => Promise.resolve(null),
  openLoader: (data, batch) => BatchLoader.start(data, batch),
  rateAt,
  now: () => Date.now(),
};
