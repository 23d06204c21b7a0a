import { existsSync, rmSync, statSync, type Stats } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { DataPlace } from "../../common/config";
import { HglError } from "../../common/errors";
import type { DataFormat } from "../../common/vocabulary";
import type { Dataset } from "../../model/data/dataset";
import { openStore, type StoredDataset } from "../dataStore/openStore";
import { manifestPath, STORE_SUFFIX } from "../dataStore/storeFolder";
import { importsFolderOf } from "../store/runFolder";
import { count } from "../words";
import { CLIP_STORE_MAGIC, decodeClipStore, isClipStore } from "./clipStore";
import { diskError, orDiskError } from "./diskError";
import { fileBytes } from "./fileBytes";
import { FORMATS } from "./formats";
import { hashed } from "./hashed";
import { importStore, type ImportHooks } from "./importStore";
import { planImport } from "./planImport";
import { SAMPLE_SOURCE, sampleFile } from "./sample";

/** What relative paths start from, and where stores are kept. */
export interface ImportPlaces {
  readonly folder: string;
  readonly imports: string;
}

export function placesOf(notebookPath: string): ImportPlaces {
  return { folder: dirname(notebookPath), imports: importsFolderOf(notebookPath) };
}

/**
 * Opens the data set that a data cell names, with its content hash. "ui-prmd" is the shipped sample; any other `source` is a path, relative to
 * `folder`. Our own files are opened as they are; whatever else is read once into a store under `imports` and opened from there until its files change.
 * Throws HglError "disk" when it cannot be read, "data" when it is not what it should be, "interrupted" when stopped.
 */
export async function importDataset(
  place: DataPlace,
  { folder, imports }: ImportPlaces,
  hooks: ImportHooks = {},
): Promise<Dataset> {
  const isSample = place.source === SAMPLE_SOURCE;
  if (isSample && place.format !== "auto" && place.format !== "hgl") {
    const next = `leave out format, or write ./${SAMPLE_SOURCE} for a folder of that name`;
    throw new HglError({
      code: "data",
      what: `"${SAMPLE_SOURCE}" is the shipped sample, not ${place.format} data`,
      next,
    });
  }
  const path = isSample ? sampleFile() : resolve(folder, place.source);
  const format = isSample ? "hgl" : place.format === "auto" ? detectFormat(path) : place.format;
  if (format === "hgl") return await openOwn(path);
  const plan = await planImport(path, format, place, folder);
  const store = join(imports, `${safeName(basename(path))}-${plan.key}${STORE_SUFFIX}`);
  return withoutBad((await openedBefore(store)) ?? (await importStore(plan, store, hooks)), place.bad);
}

/** An import of earlier; one that is damaged is removed, since its source is still there. */
async function openedBefore(store: string): Promise<StoredDataset | undefined> {
  if (!existsSync(manifestPath(store))) return undefined;
  try {
    return await openStore(store);
  } catch (error) {
    if (!(error instanceof HglError && error.code === "data")) throw error;
    rmSync(store, { recursive: true, force: true });
    return undefined;
  }
}

/** Reads a source into a store that the user names. Throws as importDataset does, and "data" where something is there already. */
export async function importInto(
  place: DataPlace,
  folder: string,
  store: string,
  hooks: ImportHooks = {},
): Promise<Dataset> {
  if (existsSync(store))
    throw new HglError({
      code: "data",
      where: store,
      what: "this is there already",
      next: "remove it, or choose another name",
    });
  const path = resolve(folder, place.source);
  const format = place.format === "auto" ? detectFormat(path) : place.format;
  const plan = await planImport(path, format as Exclude<DataFormat, "hgl">, place, folder);
  const dataset = await importStore(plan, store, hooks);
  try {
    return withoutBad(dataset, place.bad);
  } catch (error) {
    // What the user asked for is a whole data set or none.
    rmSync(store, { recursive: true, force: true });
    throw error;
  }
}

/** A file or folder of our own. */
async function openOwn(path: string): Promise<Dataset> {
  if (statOf(path).isDirectory()) return await openStore(path);
  const bytes = await readFile(path).catch((error: unknown) => Promise.reject(diskError(error, path)));
  return hashed(decodeClipStore(bytes, path));
}

/** Says what was left out, or refuses a data set with bad files, as the cell wants it. */
function withoutBad(dataset: StoredDataset, bad: DataPlace["bad"]): Dataset {
  const { leftOut } = dataset;
  const faults = leftOut.filter((one) => one.bad);
  if (faults.length > 0 && bad === "refuse") {
    const more = faults.length > 1 ? `, and ${count(faults.length - 1, "more file")} like it` : "";
    const next = "mend or remove what is named, or write `bad: skip` in the data cell to go on without it";
    throw new HglError({ code: "data", what: `${withoutStop(faults[0]!.why)}${more}`, next });
  }
  const rules = new Map<string, number>();
  for (const { why, bad } of leftOut) if (!bad) rules.set(why, (rules.get(why) ?? 0) + 1);
  return {
    ...dataset,
    warnings: [
      ...(dataset.warnings ?? []),
      ...[...rules].map(([why, clips]) => `${count(clips, "clip is", "clips are")} left out: ${why}.`),
      ...faults.map(({ why }) => `Left out as bad: ${why}`),
    ],
  };
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

/** What lies there, by its looks. Throws HglError for anything that no reader knows. */
export function detectFormat(path: string): DataFormat {
  const isFolder = statOf(path).isDirectory();
  if (isFolder ? existsSync(manifestPath(path)) : startsLikeClipStore(path)) return "hgl";
  const format = FORMATS.find((one) => one.recognises(path, isFolder));
  if (format) return format.name;
  const next = basename(path).toLowerCase().endsWith(".zip")
    ? "unpack the archive and name its folder"
    : `name ${[...FORMATS.map(({ words }) => words), "an .hgl-clips file or .hgl-data folder"].join(", ")}, or ui-prmd for the shipped sample`;
  throw new HglError({ code: "data", where: path, what: "no known data set is here", next });
}

function startsLikeClipStore(path: string): boolean {
  const file = fileBytes(path);
  try {
    return file.size >= CLIP_STORE_MAGIC.length && isClipStore(file.read(0, CLIP_STORE_MAGIC.length));
  } finally {
    file.close();
  }
}

function statOf(path: string): Stats {
  return orDiskError(path, () => statSync(path));
}

/** A folder's name on any system. */
function safeName(name: string): string {
  return name.replace(/[^\w.-]+/g, "_").slice(0, 60) || "data";
}
