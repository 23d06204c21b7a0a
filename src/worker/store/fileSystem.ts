import * as nodeFs from "node:fs";
import { HglError } from "../../common/errors";

/** The file operations of the run store, so that tests can make any one of them fail; `node:fs` fits as it is. */
export type FileSystem = Pick<
  typeof nodeFs,
  | "openSync"
  | "writeSync"
  | "fsyncSync"
  | "closeSync"
  | "renameSync"
  | "unlinkSync"
  | "linkSync"
  | "mkdirSync"
  | "readFileSync"
  | "readdirSync"
  | "ftruncateSync"
  | "fstatSync"
  | "readSync"
>;

export const realFiles: FileSystem = nodeFs;

/** The `code` of a system error ("ENOSPC", ...), or undefined for anything else. */
export function errnoOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

/**
 * A failed file operation as a user's sentence: what the system said, about which path, and what to do about it.
 * An HglError passes through unchanged.
 */
export function diskError(error: unknown, path: string, doing: string): HglError {
  if (error instanceof HglError) return error;
  const code = errnoOf(error);
  const known = code === undefined ? undefined : CAUSES[code];
  return new HglError({
    code: "disk",
    where: path,
    what: `${doing} failed: ${known?.what ?? (error instanceof Error ? error.message : String(error))}`,
    next: known?.next ?? "check the folder and run the command again",
  });
}

const CAUSES: Readonly<Record<string, { what: string; next: string }>> = {
  ENOSPC: {
    what: "no space left on the device",
    next: "free some space and run again; the last checkpoint is intact",
  },
  EDQUOT: {
    what: "the disk quota is used up",
    next: "free some of your quota and run again; the last checkpoint is intact",
  },
  EACCES: { what: "permission denied", next: "make the folder writable or choose another one" },
  EPERM: { what: "operation not permitted", next: "make the folder writable or choose another one" },
  EROFS: { what: "the file system is read-only", next: "copy the notebook to a writable folder and run it there" },
  ENOENT: { what: "no such file or folder", next: "check the path" },
  ENOTDIR: { what: "a part of the path is a file, not a folder", next: "move that file away or choose another folder" },
  EISDIR: { what: "it is a folder, not a file", next: "name a file" },
  EIO: {
    what: "the device reported an input/output error",
    next: "check the disk's health before running again; the last checkpoint is intact",
  },
  EMFILE: { what: "too many files are open", next: "raise the limit with `ulimit -n 4096` and run again" },
};
