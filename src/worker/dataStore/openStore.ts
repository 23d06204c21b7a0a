import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { HglError } from "../../common/errors";
import { mostBodies } from "../../model/data/dataset";
import type { Clip, Dataset } from "../../model/data/dataset";
import { factsFrom } from "../importing/datasetFacts";
import { orDiskError } from "../importing/diskError";
import type { ValuePlace } from "./clipTable";
import { StoredValues } from "./storedValues";
import { indexPath, MANIFEST, manifestPath, type Manifest } from "./storeFolder";

/** A data set whose coordinates stay on disk. */
export interface StoredDataset extends Dataset {
  readonly values: StoredValues;
  readonly leftOut: Manifest["leftOut"];
}

/** Opens an imported data set without reading its coordinates. Throws HglError "disk" or "data" naming the file that is not as it was written. */
export async function openStore(folder: string): Promise<StoredDataset> {
  const manifest = readManifest(folder);
  const facts = factsFrom(manifest.facts, manifestPath(folder));
  for (const { name, bytes } of manifest.values) checkSize(join(folder, name), bytes);
  checkSize(indexPath(folder), manifest.indexBytes);
  const { clips, places } = await readIndex(folder, facts.layout.joints.length);
  if (clips.length !== manifest.clips)
    throw damaged(indexPath(folder), `${clips.length} clips stand in it where the manifest says ${manifest.clips}`);
  const lost = places.findIndex(({ file, position, floats }) => !lies(manifest.values[file], position, floats));
  if (lost >= 0) throw damaged(indexPath(folder), `clip ${clips[lost]!.id} lies outside the files of values`);
  return {
    ...facts,
    clips,
    bodies: mostBodies(clips),
    values: new StoredValues(
      folder,
      manifest.values.map(({ name }) => name),
      places,
    ),
    contentHash: manifest.contentHash,
    leftOut: manifest.leftOut,
  };
}

function lies(file: Manifest["values"][number] | undefined, position: number, floats: number): boolean {
  return file !== undefined && floats > 0 && position >= 0 && position + 4 * floats <= file.bytes;
}

/** Throws HglError "disk" where there is none and "data" where it is not one. */
export function readManifest(folder: string): Manifest {
  const path = manifestPath(folder);
  const text = orDiskError(path, () => readFileSync(path, "utf8"));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(path, "it is not JSON");
  }
  const parsed = MANIFEST.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw damaged(path, `${issue.path.join(".") || "the manifest"}: ${issue.message}`);
}

async function readIndex(folder: string, joints: number): Promise<{ clips: Clip[]; places: ValuePlace[] }> {
  const path = indexPath(folder);
  const bytes = orDiskError(path, () => readFileSync(path));
  // Arrow is large, and most commands open no store.
  const { decodeIndex } = await import("./clipTable");
  try {
    return decodeIndex(bytes, joints);
  } catch (error) {
    throw damaged(path, (error as Error).message);
  }
}

function checkSize(path: string, size: number): void {
  const found = orDiskError(path, () => statSync(path)).size;
  if (found !== size) throw damaged(path, `the file has ${found} bytes where ${size} were written`);
}

function damaged(path: string, what: string): HglError {
  return new HglError({ code: "data", where: path, what, next: "import the data again" });
}
