import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { diskError, errnoOf, realFiles, type FileSystem } from "./fileSystem";

/**
 * Writes a whole file so that a reader sees the old bytes or the new ones, whenever the machine stops:
 *
 *     temp file -> all bytes -> fsync -> rename over the target -> fsync of the folder
 *
 * The folder must exist. On failure the temp file is removed, the target is untouched.
 * @throws HglError "disk" naming the path and what to do.
 */
export function writeFileAtomic(path: string, data: Uint8Array | string, files: FileSystem = realFiles): void {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const folder = dirname(path);
  const temporary = join(
    folder,
    `${TEMPORARY_PREFIX}${basename(path)}.${process.pid}.${randomBytes(4).toString("hex")}`,
  );
  try {
    const handle = files.openSync(temporary, "wx", 0o644);
    try {
      writeAll(handle, bytes, files);
      files.fsyncSync(handle);
    } finally {
      files.closeSync(handle);
    }
    files.renameSync(temporary, path);
  } catch (error) {
    removeIfThere(temporary, files);
    throw diskError(error, path, "writing");
  }
  syncFolder(folder, files);
}

/** Names of unfinished files start so; whoever holds a folder's lock may remove them. */
export const TEMPORARY_PREFIX = ".tmp-";

/** Writes every byte, however few the system takes at a time. */
export function writeAll(handle: number, bytes: Uint8Array, files: FileSystem = realFiles): void {
  let done = 0;
  while (done < bytes.length) {
    const written = files.writeSync(handle, bytes, done, bytes.length - done);
    if (written <= 0) throw Object.assign(new Error("the system wrote no byte"), { code: "EIO" });
    done += written;
  }
}

/** Makes a rename or a removal in the folder durable; a no-op where folders cannot be opened (Windows). */
export function syncFolder(folder: string, files: FileSystem = realFiles): void {
  let handle: number;
  try {
    handle = files.openSync(folder, "r");
  } catch (error) {
    if (process.platform === "win32") return;
    throw diskError(error, folder, "opening");
  }
  try {
    files.fsyncSync(handle);
  } catch (error) {
    // Some network file systems refuse to sync a folder; the rename itself has happened.
    if (!["EINVAL", "ENOTSUP", "EPERM", "EBADF"].includes(errnoOf(error) ?? ""))
      throw diskError(error, folder, "syncing");
  } finally {
    closeQuietly(handle, files);
  }
}

/** For handles that were only read or synced: nothing is lost when closing them fails. */
export function closeQuietly(handle: number, files: FileSystem): void {
  try {
    files.closeSync(handle);
  } catch {
    // The system reclaims it at the process's end.
  }
}

export function makeFolder(path: string, files: FileSystem = realFiles): void {
  try {
    files.mkdirSync(path, { recursive: true });
  } catch (error) {
    throw diskError(error, path, "creating the folder");
  }
}

export function removeIfThere(path: string, files: FileSystem = realFiles): void {
  try {
    files.unlinkSync(path);
  } catch {
    // It was not there, or it stays behind as a temporary file that the next writer removes.
  }
}

/** The file's bytes, or undefined when there is none. @throws HglError "disk" for any other failure. */
export function readIfThere(path: string, files: FileSystem = realFiles): Uint8Array | undefined {
  try {
    return files.readFileSync(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw diskError(error, path, "reading");
  }
}

/** Names in a folder in alphabetical order; none when the folder is missing. */
export function listFolder(path: string, files: FileSystem = realFiles): string[] {
  try {
    return files.readdirSync(path).sort();
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw diskError(error, path, "listing");
  }
}
