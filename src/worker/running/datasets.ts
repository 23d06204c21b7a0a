import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DataConfig } from "../../common/config";
import type { Dataset } from "../../model/data/dataset";
import { importDataset } from "../importing/importDataset";
import { SAMPLE_SOURCE, sampleFile } from "../importing/sample";
import { sha256 } from "../store/runFolder";
import { codeVersion } from "../version";

type Source = Pick<DataConfig, "source" | "format">;

/** Data sets kept for the cells that follow; two, so that a comparison of two stays quick and memory stays bounded. */
const KEPT = 2;

/** The data sets read last. A source that has changed on disk since is read again. */
export class Datasets {
  #kept: { readonly key: string; readonly dataset: Promise<Dataset> }[] = [];

  /** @param onShare told how much has been read, 0 to 1, where the reader can tell. @throws HglError "disk", "data" */
  async load(config: Source, onShare?: (share: number) => void): Promise<Dataset> {
    const key = await keyOf(config);
    const known = this.#kept.find((one) => one.key === key);
    const entry = known ?? { key, dataset: importDataset(config.source, config.format, "/", onShare) };
    this.#kept = [entry, ...this.#kept.filter((one) => one !== entry)].slice(0, KEPT);
    try {
      return await entry.dataset;
    } catch (error) {
      this.#kept = this.#kept.filter((one) => one !== entry);
      throw error;
    }
  }

  /** The data set if it is in memory and unchanged on disk; reads nothing. */
  async peek(config: Source): Promise<Dataset | undefined> {
    if (this.#kept.length === 0) return undefined;
    const key = await keyOf(config);
    return await this.#kept.find((one) => one.key === key)?.dataset.catch(() => undefined);
  }
}

async function keyOf({ source, format }: Source): Promise<string> {
  return `${format} ${await sourceStamp(source)} ${source}`;
}

/** How deep a folder of clips may lie in the folder that is named. */
const DEPTH = 2;
const MOST_ENTRIES = 200_000;

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
    if (!found.isDirectory()) return sha256(`${found.size} ${found.mtimeMs}`).slice(0, 16);
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
  for (let at = 0; at < files.length && lines.length < MOST_ENTRIES; at += 64)
    await Promise.all(
      files.slice(at, at + 64).map(async ({ name }) => {
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
