import { existsSync, renameSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HglError } from "../../common/errors";
import { contentHash } from "../../model/data/contentHash";
import { checkClips, type Clip } from "../../model/data/dataset";
import type { ClipSource } from "../../model/data/source";
import type { ValuePlace } from "../dataStore/clipTable";
import { openStore, type StoredDataset } from "../dataStore/openStore";
import { indexPath, MANIFEST, manifestPath, piecePath, type Manifest } from "../dataStore/storeFolder";
import { makeFolder, readIfThere, syncFolder, writeFileAtomic } from "../store/atomicFile";
import { Lock } from "../store/lock";
import { sha256 } from "../store/runFolder";
import { factsJson } from "./datasetFacts";
import { formatNamed } from "./formats";
import { readPiece, type Piece } from "./pieceRecord";
import type { ImportPlan } from "./planImport";
import { readPieces } from "./readPieces";

export interface ImportHooks {
  /** Told how far the reading is, 0 to 1, and how many clips this sitting has read. */
  readonly onShare?: ((share: number, clips: number) => void) | undefined;
  readonly stop?: AbortSignal | undefined;
  readonly threads?: number;
}

const WAIT_MS = 500;

/**
 * Reads a source into `folder`, an .hgl-data store, which appears there whole or not at all, and opens it:
 *
 *     pieces of the source ─threads─> FOLDER.importing/{values-*.arrow, piece-*.json} ─> clips.arrow, manifest.json ─rename─> FOLDER
 *
 * An interrupted import goes on after its last whole pieces. The same source gives the same files. A second process that wants the same
 * waits for the first. Throws HglError "data", "disk", or "interrupted".
 */
export async function importStore(plan: ImportPlan, folder: string, hooks: ImportHooks = {}): Promise<StoredDataset> {
  makeFolder(dirname(folder));
  const lock = await lockUnlessThere(folder, hooks.stop);
  try {
    if (lock) await readInto(plan, folder, hooks);
  } finally {
    lock?.release();
  }
  return await openStore(folder);
}

async function readInto(
  plan: ImportPlan,
  folder: string,
  { onShare, stop, threads = availableParallelism() }: ImportHooks,
): Promise<void> {
  const source = formatNamed(plan.format).open(plan.path, plan.options);
  const growing = `${folder}.importing`;
  startOrContinue(growing, plan.key);
  const pieces = Array.from({ length: source.pieces }, (_, piece) => piece);
  const known = pieces.map((piece) => readPiece(growing, piece));
  const missing = pieces.filter((piece) => known[piece] === undefined);
  const before = pieces.length - missing.length;
  const onProgress = (done: number, clips: number): void => onShare?.((before + done) / pieces.length, clips);
  if (missing.length > 0)
    await readPieces({ ...plan, folder: growing }, { pieces: missing, threads, onProgress, stop });
  const read = known.map((one, piece) => one ?? readPiece(growing, piece)!);
  await writeContents(growing, source, read, `${plan.path} (${plan.format})`);
  renameSync(growing, folder);
  syncFolder(dirname(folder));
  for (const piece of pieces) rmSync(piecePath(folder, piece), { force: true });
  rmSync(join(folder, "source.txt"), { force: true });
}

/** Pieces of an earlier sitting count only if they were read from the very same source. */
function startOrContinue(folder: string, key: string): void {
  const path = join(folder, "source.txt");
  if (Buffer.from(readIfThere(path) ?? []).toString() !== key) rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
  writeFileAtomic(path, key);
}

async function writeContents(
  folder: string,
  { facts }: ClipSource,
  pieces: readonly Piece[],
  origin: string,
): Promise<void> {
  const values = pieces.flatMap((piece) => piece.values);
  const clips: Clip[] = [];
  const places: ValuePlace[] = [];
  let first = 0;
  for (const piece of pieces) {
    for (const [id, label, subject, view, setup, frames, bodies, file, position, digest] of piece.clips) {
      clips.push({ id, label, subject, view, setup, frames, bodies });
      places.push({ file: first + file, position, floats: frames * bodies * facts.layout.joints.length * 3, digest });
    }
    first += piece.values.length;
  }
  const leftOut = pieces.flatMap((piece) => piece.leftOut);
  if (clips.length === 0) throw nothingThere(facts.name, leftOut);
  checkClips(facts, clips);
  const { encodeIndex } = await import("../dataStore/clipTable");
  const index = encodeIndex(clips, places);
  writeFileAtomic(indexPath(folder), index);
  const manifest: Manifest = {
    format: 1,
    kind: "hgl-data",
    facts: factsJson(facts),
    contentHash: contentHash(
      facts,
      clips,
      places.map(({ digest }) => digest),
      sha256,
    ),
    clips: clips.length,
    indexBytes: index.length,
    values,
    origin,
    leftOut,
  };
  writeFileAtomic(manifestPath(folder), JSON.stringify(MANIFEST.parse(manifest)));
}

function nothingThere(name: string, leftOut: Piece["leftOut"]): HglError {
  const first = leftOut.find(({ bad }) => bad) ?? leftOut[0];
  const what = first ? `not one clip could be taken, the first one because ${first.why}` : "there is no clip";
  return new HglError({ code: "data", where: name, what, next: "check `source` of the data cell" });
}

/** The right to import, or undefined when another process has finished the same import meanwhile. */
async function lockUnlessThere(folder: string, stop: AbortSignal | undefined): Promise<Lock | undefined> {
  for (;;) {
    if (existsSync(manifestPath(folder))) return undefined;
    try {
      return await Lock.acquire(`${folder}.lock`);
    } catch (error) {
      if (!(error instanceof HglError && error.code === "store")) throw error;
    }
    await sleep(WAIT_MS);
    if (stop?.aborted)
      throw new HglError({ code: "interrupted", where: folder, what: "waiting for another import was stopped" });
  }
}
