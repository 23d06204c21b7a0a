import { lstatSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { HglError } from "../../common/errors";
import { openRun, RUN_ID, updatedAt, type StoredRun } from "../running/storedRuns";
import { listFolder } from "../store/atomicFile";
import { RunFolder, runsFolderOf } from "../store/runFolder";

/** A run folder that cannot be read, and why, as a sentence without its full stop. */
export interface DamagedRun {
  readonly folder: RunFolder;
  readonly why: string;
  /** When it was last written, Unix milliseconds. */
  readonly updatedAt: number;
}

export interface FoundRuns {
  /** Where was looked, absolute. */
  readonly root: string;
  /** Newest first. */
  readonly runs: readonly StoredRun[];
  readonly damaged: readonly DamagedRun[];
}

/**
 * All runs of a place: a notebook's own, or those below a folder's `.hgl`, which may itself be named. One that cannot be read hides no other.
 * @throws HglError "disk" for a place that is not there or cannot be listed
 */
export function findRuns(place: string): FoundRuns {
  const path = resolve(place);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    throw new HglError({ code: "disk", where: place, what: "there is no such file or folder", next: "check the path" });
  const notebook = found.isDirectory() ? undefined : path;
  const root = notebook === undefined ? rootIn(path) : resolve(runsFolderOf(notebook));
  const runs: StoredRun[] = [];
  const damaged: DamagedRun[] = [];
  for (const name of listFolder(root)) {
    const folder = new RunFolder(join(root, name));
    if (!RUN_ID.test(name) || !isFolder(folder.path)) continue;
    try {
      const run = openRun(folder);
      // A log or a result that cannot be read is found here, where it can still be told.
      folder.result();
      if (notebook === undefined || (run.spec.notebook ?? basename(notebook)) === basename(notebook)) runs.push(run);
    } catch (error) {
      if (!(error instanceof HglError)) throw error;
      damaged.push({ folder, why: whyOf(error, folder), updatedAt: updatedAt(folder) });
    }
  }
  const newest = (a: { updatedAt: number }, b: { updatedAt: number }): number => b.updatedAt - a.updatedAt;
  return { root, runs: runs.sort(newest), damaged: damaged.sort(newest) };
}

/** `.hgl/runs` of a folder that holds notebooks, and of `.hgl` and `.hgl/runs` themselves. */
function rootIn(path: string): string {
  if (basename(path) === ".hgl") return join(path, "runs");
  if (basename(path) === "runs" && basename(dirname(path)) === ".hgl") return path;
  return join(path, ".hgl", "runs");
}

/** The list's line names the folder already. */
function whyOf({ facts }: HglError, folder: RunFolder): string {
  const file = facts.where?.startsWith(`${folder.path}/`) ? `${facts.where.slice(folder.path.length + 1)}: ` : "";
  return `${file}${facts.what}`;
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
