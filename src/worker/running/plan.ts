import { layoutText } from "../../model/skeleton/layoutText";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { RunConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import type { RunResult } from "../../common/runRecord";
import type { Dataset } from "../../model/data/dataset";
import { splitDataset } from "../../model/data/split";
import type { ResolvedTrain } from "../../notebook/resolve";
import { identify, RunFolder, runsFolderOf, type RunSpec } from "../store/runFolder";
import { codeVersion } from "../version";

/** A run of a training cell and where it stands. */
export interface PlannedRun {
  readonly cell: string;
  readonly config: RunConfig;
  readonly spec: RunSpec;
  readonly folder: RunFolder;
}

export interface FinishedRun extends PlannedRun {
  readonly result: RunResult;
  readonly cached: boolean;
}

/**
 * The runs of a train cell, one for each seed, in their order. Writes nothing.
 * @throws HglError "data" for an impossible split, before anything is written or started
 */
export function planRuns(cell: ResolvedTrain, dataset: Dataset, notebookPath: string): PlannedRun[] {
  return cell.runs.map((config) => planRun(cell.id, config, dataset, notebookPath));
}

function planRun(cell: string, config: RunConfig, dataset: Dataset, notebookPath: string): PlannedRun {
  splitDataset(dataset, config.data, config.seed);
  const { contentHash: dataHash } = dataset;
  if (dataHash === undefined) throw new HglError({ code: "data", what: `the data set ${dataset.name} has no hash` });
  const version = codeVersion();
  const { runId, configHash } = identify(config, dataHash, version);
  const spec: RunSpec = {
    format: 1,
    runId,
    config,
    dataHash,
    configHash,
    codeVersion: version,
    cell,
    notebook: basename(notebookPath),
    layout: layoutText(dataset.layout),
    classes: dataset.classes,
  };
  return { cell, config, spec, folder: new RunFolder(`${runsFolderOf(notebookPath)}/${runId}`) };
}

/** The result of a run that has ended before. @throws HglError "store" when its file is damaged */
export function storedResultOf({ folder }: PlannedRun): RunResult | undefined {
  return existsSync(folder.configPath) ? folder.storedResult() : undefined;
}
