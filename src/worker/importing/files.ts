import { readdirSync } from "node:fs";
import { HglError } from "../../common/errors";
import { diskError } from "./diskError";
import { fileBytes } from "./fileBytes";

/**
 * The names in a folder by code unit, the same on every disk. Throws HglError "disk"; with "none", a folder that is not there, or is
 * a file, has no names.
 */
export function listFiles(folder: string, missing: "error" | "none" = "error"): readonly string[] {
  return entries(folder, missing).map(({ name }) => name);
}

/** The folders in a folder, in the same order; links are not followed. */
export function listFolders(folder: string): readonly string[] {
  return entries(folder, "error").flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function entries(folder: string, missing: "error" | "none") {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => byCodeUnit(a.name, b.name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (missing === "none" && (code === "ENOENT" || code === "ENOTDIR")) return [];
    throw diskError(error, folder);
  }
}

/** Order of texts that no locale changes. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** All bytes of a file of a sensible size. Throws HglError "disk", and "data" for a larger one. */
export function readWhole(path: string, most: number): Uint8Array {
  const file = fileBytes(path);
  try {
    if (file.size > most) {
      const what = `the file has ${file.size} bytes, over the limit of ${most}`;
      throw new HglError({
        code: "data",
        where: path,
        what,
        next: "take this file from its source again, or remove it",
      });
    }
    return file.read(0, file.size);
  } finally {
    file.close();
  }
}
