import { open, readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { DataConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import type { Dataset } from "../../model/data/dataset";
import { CLIP_STORE_MAGIC, decodeClipStore, isClipStore } from "./clipStore";
import { contentHash } from "./contentHash";
import { diskError } from "./diskError";
import { findNwUclaFolder, readNwUcla } from "./nwUcla";
import { SAMPLE_SOURCE, sampleFile } from "./sample";

/**
 * Loads the data set that a data cell names, with its content hash. "ui-prmd" is the shipped sample; any other `source` is a
 * path, relative to the notebook's folder: an .hgl-clips file ("hgl") or a folder of NW-UCLA JSON ("nw-ucla"); "auto"
 * looks which. `onShare` is told how much has been read, from 0 to 1, where that takes a while. Throws HglError "disk" when it cannot be read and "data" when it is not what it should be.
 */
export async function importDataset(
  source: string,
  format: DataConfig["format"],
  notebookFolder: string,
  onShare?: (share: number) => void,
): Promise<Dataset> {
  const isSample = source === SAMPLE_SOURCE;
  if (isSample && format === "nw-ucla") {
    const next = `leave out format, or write ./${SAMPLE_SOURCE} for a folder of that name`;
    throw new HglError({ code: "data", what: `"${SAMPLE_SOURCE}" is the shipped sample, not a NW-UCLA folder`, next });
  }
  const path = isSample ? sampleFile() : resolve(notebookFolder, source);
  const kind = isSample ? "hgl" : format === "auto" ? await detectFormat(path) : format;
  const dataset = kind === "hgl" ? await readClipStore(path) : await readNwUcla(await existing(path), onShare);
  return { ...dataset, contentHash: contentHash(dataset) };
}

/** "hgl" for a file that starts like one, "nw-ucla" for a folder that holds its clips. Throws HglError for anything else. */
export async function detectFormat(path: string): Promise<"hgl" | "nw-ucla"> {
  const isFolder = (await stat(path).catch((error: unknown) => Promise.reject(diskError(error, path)))).isDirectory();
  if (isFolder) {
    if (await findNwUclaFolder(path)) return "nw-ucla";
  } else if (isClipStore(await firstBytes(path, CLIP_STORE_MAGIC.length))) return "hgl";
  const next = basename(path).toLowerCase().endsWith(".zip")
    ? "unpack the archive and name its folder"
    : "name an .hgl-clips file, a folder of NW-UCLA JSON, or ui-prmd for the shipped sample";
  throw new HglError({ code: "data", where: path, what: "no known data set is here", next });
}

async function readClipStore(path: string): Promise<Dataset> {
  const bytes = await readFile(path).catch((error: unknown) => Promise.reject(diskError(error, path)));
  return decodeClipStore(bytes, path);
}

async function existing(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => Promise.reject(diskError(error, path)));
  if (found.isDirectory()) return path;
  throw new HglError({
    code: "data",
    where: path,
    what: "this is a file, not a folder of NW-UCLA JSON",
    next: "name the folder",
  });
}

async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => Promise.reject(diskError(error, path)));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
