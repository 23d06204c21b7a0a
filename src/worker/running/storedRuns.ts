import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { HglError } from "../../common/errors";
import type { ResolvedTrain } from "../../notebook/resolve";
import { listFolder } from "../store/atomicFile";
import { identify, RunFolder, runsFolderOf, type RunSpec } from "../store/runFolder";
import { codeVersion } from "../version";
import type { PlannedRun } from "./plan";

/** A run's folder is named by its id. */
export const RUN_ID = /^[0-9a-f]{12}$/;

/** A run as the store has it, and when its folder was last written (Unix milliseconds). */
export interface StoredRun extends PlannedRun {
  readonly updatedAt: number;
}

/** All runs beside a notebook, unreadable ones left out; read once for all its cells. */
export function runsBeside(notebookPath: string): StoredRun[] {
  const root = runsFolderOf(notebookPath);
  let names: string[];
  try {
    names = listFolder(root);
  } catch {
    return [];
  }
  return names.filter((name) => RUN_ID.test(name)).flatMap((name) => storedRun(new RunFolder(join(root, name))) ?? []);
}

function storedRun(folder: RunFolder): StoredRun | undefined {
  try {
    return openRun(folder);
  } catch {
    return undefined;
  }
}

/** The run of a folder. @throws HglError "store" where it holds none, or not the one it is named after, "disk" */
export function openRun(folder: RunFolder): StoredRun {
  const spec = folder.spec();
  const fail = (what: string): never => {
    throw new HglError({ code: "store", where: folder.configPath, what, next: "copy or train the run again" });
  };
  if (spec.runId !== folder.id) fail(`it is that of run ${JSON.stringify(spec.runId)}`);
  if (!isComplete(spec)) fail("keys of the configuration are missing");
  return { cell: spec.cell, config: spec.config, spec, folder, updatedAt: updatedAt(folder) };
}

/** A folder that was copied from somewhere may hold anything. */
function isComplete({ config, classes, layout, cell }: RunSpec): boolean {
  const { data, model, train, seed } = config as Partial<RunSpec["config"]>;
  return (
    typeof seed === "number" &&
    [data, model, train].every((part) => typeof part === "object" && part !== null) &&
    typeof train?.epochs === "number" &&
    Array.isArray(classes) &&
    typeof layout === "string" &&
    typeof cell === "string"
  );
}

/** When a run's folder was last written, Unix milliseconds. */
export function updatedAt(folder: RunFolder): number {
  const times = [folder.eventsPath, folder.configPath].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}

/**
 * Finds a cell's runs without reading its data: same configuration, seed and version. Where several data sets have been trained on with it,
 * `dataHash` decides, else the newest; of several texts that taught them, those of the newest run. Seeds that were never begun are not there.
 */
export function runsOf(cell: ResolvedTrain, stored: readonly StoredRun[], dataHash: string | null): StoredRun[] {
  const version = codeVersion();
  const [first] = cell.runs;
  const { configHash } = identify(first!, "", version);
  const same = stored.filter(({ spec }) => spec.configHash === configHash && spec.codeVersion === version);
  const newestFirst = same.toSorted((a, b) => b.updatedAt - a.updatedAt);
  const newest = newestFirst.find(({ spec }) => spec.dataHash === dataHash) ?? newestFirst[0];
  const alike = same.filter(
    ({ spec }) => spec.dataHash === newest?.spec.dataHash && spec.textHash === newest?.spec.textHash,
  );
  return cell.runs.flatMap(({ seed }) => alike.find(({ config }) => config.seed === seed) ?? []);
}

/** The runs that a cell of this id left last, whatever it said then; by seed. */
export function olderRuns(cellId: string, stored: readonly StoredRun[], notebookPath: string): StoredRun[] {
  const name = basename(notebookPath);
  const own = stored.filter(({ spec }) => spec.cell === cellId && (spec.notebook ?? name) === name);
  const newest = own.toSorted((a, b) => b.updatedAt - a.updatedAt)[0]?.spec;
  if (!newest) return [];
  return own
    .filter(
      ({ spec }) =>
        spec.configHash === newest.configHash &&
        spec.dataHash === newest.dataHash &&
        spec.codeVersion === newest.codeVersion,
    )
    .sort((a, b) => a.config.seed - b.config.seed);
}
