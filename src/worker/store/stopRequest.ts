import { readIfThere, removeIfThere, writeFileAtomic } from "./atomicFile";
import { realFiles, type FileSystem } from "./fileSystem";
import { lockHolder, type LockRecord } from "./lock";
import type { RunFolder } from "./runFolder";

/**
 * Asks whoever trains a run to finish the step, write a checkpoint and stop. A file reaches every holder, also one on another machine or of
 * another window. It names the token of the lock it is meant for, so that a request nobody read in time stops no later process.
 *
 * @returns the holder that was asked, or undefined when nobody holds the run
 * @throws HglError "disk"
 */
export function requestStop(folder: RunFolder, files: FileSystem = realFiles): LockRecord | undefined {
  const holder = lockHolder(folder.lockPath, files);
  if (holder) writeRequest(folder, JSON.stringify({ token: holder.token }), files);
  return holder;
}

/** The holder, who clears away unfinished files when it takes the run, may take this one for such; it does so once. */
function writeRequest({ stopPath }: RunFolder, request: string, files: FileSystem): void {
  try {
    writeFileAtomic(stopPath, request, files);
  } catch {
    writeFileAtomic(stopPath, request, files);
  }
}

/** Whether the holder of the lock with this token has been asked to stop. Looks, and never throws: the next look comes soon. */
export function isStopRequested(folder: RunFolder, token: string, files: FileSystem = realFiles): boolean {
  try {
    const bytes = readIfThere(folder.stopPath, files);
    if (bytes === undefined) return false;
    const request = JSON.parse(Buffer.from(bytes).toString("utf8")) as { token?: unknown } | null;
    return request?.token === token;
  } catch {
    return false;
  }
}

/** For the lock's holder, before it gives the run back. */
export function forgetStop(folder: RunFolder, files: FileSystem = realFiles): void {
  removeIfThere(folder.stopPath, files);
}
