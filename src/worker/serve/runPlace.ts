import { lstatSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { HglError } from "../../common/errors";
import { RUN_ID } from "../running/storedRuns";
import { RunFolder } from "../store/runFolder";

/** Folders that `hgl run --fresh` has moved aside. */
const ASIDE = /^[0-9a-f]{12}\.old-\d+$/;

/** Whether a path is that of a run: a real folder `.hgl/runs/<id>`. */
export function isRunPlace(path: string): boolean {
  const runs = dirname(path);
  const name = basename(path);
  return (
    resolve(path) === path &&
    (RUN_ID.test(name) || ASIDE.test(name)) &&
    basename(runs) === "runs" &&
    basename(dirname(runs)) === ".hgl" &&
    (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
  );
}

/** The run folder of a path that somebody sent. @throws HglError "store" when it is none */
export function runFolderAt(path: string): RunFolder {
  const tidy = resolve(path);
  if (isRunPlace(tidy)) return new RunFolder(tidy);
  throw new HglError({
    code: "store",
    where: path,
    what: "there is no run here",
    next: "refresh the list of runs",
  });
}
