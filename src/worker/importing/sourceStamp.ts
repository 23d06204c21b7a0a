import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { sha256 } from "../store/runFolder";
import { codeVersion } from "../version";
import { SAMPLE_SOURCE, sampleFile } from "./sample";

/** How deep files of clips may lie in the folder that is named. */
const DEPTH = 4;
const MOST_ENTRIES = 2_000_000;
const AT_ONCE = 64;

/**
 * What a source's files look like from outside (names, sizes, times), as a hash: equal stamps, unchanged data. "" where there is nothing.
 *
 * @param source absolute path or the sample's name
 */
export async function sourceStamp(source: string): Promise<string> {
  try {
    // The sample comes with the program, wherever and whenever that was installed.
    if (source === SAMPLE_SOURCE) return sha256(`${codeVersion()} ${(await stat(sampleFile())).size}`).slice(0, 16);
    const found = await stat(source);
    if (!found.isDirectory()) return sha256(`${basename(source)} ${found.size} ${found.mtimeMs}`).slice(0, 16);
    const lines: string[] = [];
    await stampFolder(source, "", DEPTH, lines);
    return sha256(lines.sort().join("\n")).slice(0, 16);
  } catch {
    return "";
  }
}

async function stampFolder(root: string, under: string, depth: number, lines: string[]): Promise<void> {
  const entries = await readdir(join(root, under), { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  for (let at = 0; at < files.length && lines.length < MOST_ENTRIES; at += AT_ONCE)
    await Promise.all(
      files.slice(at, at + AT_ONCE).map(async ({ name }) => {
        const found = await stat(join(root, under, name)).catch(() => undefined);
        if (found) lines.push(`${join(under, name)} ${found.size} ${found.mtimeMs}`);
      }),
    );
  if (depth > 1)
    for (const entry of entries)
      if (entry.isDirectory() && !entry.name.startsWith(".")) {
        await stampFolder(root, join(under, entry.name), depth - 1, lines);
      }
}
