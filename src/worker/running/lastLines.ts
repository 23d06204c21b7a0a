import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const LAST_LINES = 20;

/** What the process printed last, when it is its one sentence. */
export function lastWords(lines: readonly string[]): string | undefined {
  const line = lines.at(-1);
  return line?.startsWith("hgl: ") ? line.slice(5).replace(/\.$/, "") : undefined;
}

/** The end of a text file, however long the file is; nothing when it cannot be read. */
export function lastLinesOf(path: string): string[] {
  try {
    const handle = openSync(path, "r");
    try {
      const { size } = fstatSync(handle);
      const bytes = Buffer.alloc(Math.min(size, 16_384));
      readSync(handle, bytes, 0, bytes.length, size - bytes.length);
      const lines = bytes.toString("utf8").trimEnd().split(/\r?\n/);
      return lines.slice(-LAST_LINES).filter((line) => line !== "");
    } finally {
      closeSync(handle);
    }
  } catch {
    return [];
  }
}
