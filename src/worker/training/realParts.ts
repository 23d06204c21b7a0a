import { rateAt, Trainer } from "../../model/train";
import { importDataset } from "../importing/importDataset";
import { importsFolderOfRun } from "../store/runFolder";
import { BatchLoader } from "../loading/batchLoader";
import { textsOfRun } from "../text/textFile";
import type { Parts } from "./parts";

/** The parts of a real run. */
export const realParts: Parts = {
  createTrainer: (config, shape) => Trainer.create(config, shape),
  openDataset: (config, run) => importDataset(config, { folder: "/", imports: importsFolderOfRun(run) }),
  openTexts: (spec, dataset, run) => Promise.resolve(textsOfRun(spec, dataset, run)),
  openLoader: (data, batch) => BatchLoader.start(data, batch),
  rateAt,
  now: () => Date.now(),
};
