import { readFileSync, statSync, type Stats } from "node:fs";
import { HglError } from "../../common/errors";

/** Longest description, and longest name of a clip, in UTF-16 units. */
export const MOST_DESCRIPTION = 2000;
/** A hundred thousand clips with long descriptions take less. */
const MOST_BYTES = 256 * 2 ** 20;

/** A file of descriptions as text, without a byte-order mark. Throws HglError "disk" where it cannot be read, "data" where it is too large to be one. */
export function readDescriptionFile(file: string, mostBytes = MOST_BYTES): string {
  const { size } = orUnreadable(file, () => fileStats(file));
  if (size <= mostBytes) return orUnreadable(file, () => readFileSync(file, "utf8")).replace(/^\uFEFF/, "");
  const what = `the file has ${size} bytes, over the limit of ${mostBytes}`;
  throw new HglError({ code: "data", what, where: file, next: "name a file of descriptions" });
}

/** A pipe or a device would be read for ever. */
function fileStats(file: string): Stats {
  const stats = statSync(file);
  if (!stats.isFile()) throw new Error("not a file");
  return stats;
}

function orUnreadable<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch {
    throw new HglError({ code: "disk", what: "the descriptions cannot be read", where: file, next: "check the path" });
  }
}
