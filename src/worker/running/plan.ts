import { layoutText } from "../../model/skeleton/layoutText";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { RunConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import type { RunResult } from "../../common/runRecord";
import type { Dataset } from "../../model/data/dataset";
import { splitDataset } from "../../model/data/split";
import type { StoredTexts } from "../text/textFile";
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
export function planRuns(
  cell: ResolvedTrain,
  dataset: Dataset,
  notebookPath: string,
  texts: PlannedTexts | null = null,
): PlannedRun[] {
  return cell.runs.map((config) => planRun(cell.id, config, dataset, notebookPath, texts));
}

/** The descriptions that runs are taught with, and the hash of their file. */
export interface PlannedTexts {
  readonly hash: string;
  readonly stored: Pick<StoredTexts, "level" | "owners">;
}

function planRun(
  cell: string,
  config: RunConfig,
  dataset: Dataset,
  notebookPath: string,
  texts: PlannedTexts | null,
): PlannedRun {
  const { train } = splitDataset(dataset, config.data, config.seed);
  if (texts) checkDescribed(cell, train, dataset, texts.stored);
  const { contentHash: dataHash } = dataset;
  if (dataHash === undefined) throw new HglError({ code: "data", what: `the data set ${dataset.name} has no hash` });
  const version = codeVersion();
  const { runId, configHash } = identify(config, dataHash, version, texts?.hash);
  const spec: RunSpec = {
    format: 1,
    runId,
    config,
    dataHash,
    configHash,
    ...(texts ? { textHash: texts.hash } : {}),
    codeVersion: version,
    cell,
    notebook: basename(notebookPath),
    layout: layoutText(dataset.layout),
    classes: dataset.classes,
  };
  return { cell, config, spec, folder: new RunFolder(`${runsFolderOf(notebookPath)}/${runId}`) };
}

/** A clip without a description would stop its training in the middle of an epoch. */
function checkDescribed(cell: string, train: readonly number[], dataset: Dataset, texts: PlannedTexts["stored"]): void {
  const owners = new Set(texts.owners);
  const whom = (clip: number) => {
    const { id, label } = dataset.clips[clip]!;
    return texts.level === "class" ? dataset.classes[label]! : id;
  };
  const without = train.filter((clip) => !owners.has(whom(clip)));
  if (without.length === 0) return;
  const subject = texts.level === "class" ? "class" : "clip";
  throw new HglError({
    code: "data",
    where: `#${cell}`,
    what: `${without.length} of ${train.length} training clips have no description (first: the ${subject} "${whom(without[0]!)}")`,
    next: "describe them in the text cell's file, or leave `text` out of the train cell",
  });
}

/** The runs that have ended. @throws HglError "store" for a damaged result */
export function finishedAmong(runs: readonly PlannedRun[]): FinishedRun[] {
  return runs.flatMap((run) => {
    const result = storedResultOf(run);
    return result ? [{ ...run, result, cached: true }] : [];
  });
}

/** The result of a run that has ended before. @throws HglError "store" when its file is damaged */
export function storedResultOf({ folder }: PlannedRun): RunResult | undefined {
  return existsSync(folder.configPath) ? folder.storedResult() : undefined;
}
