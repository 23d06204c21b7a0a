import { join } from "node:path";
import { HglError } from "../../common/errors";
import { clipDigest } from "../../model/data/contentHash";
import { checkClip } from "../../model/data/dataset";
import type { LeftOut, ReadClip, SourceFacts } from "../../model/data/source";
import { encodeClips } from "../dataStore/clipTable";
import { piecePath, valuesName } from "../dataStore/storeFolder";
import { writeFileAtomic } from "../store/atomicFile";
import { sha256 } from "../store/runFolder";
import type { Piece } from "./pieceRecord";

/** A file of values is written when its clips fill this much, which bounds what an import holds in memory. */
const FILE_BYTES = 32 * 2 ** 20;
const FILE_CLIPS = 1024;

/**
 * Writes the clips of a piece as files of values, then what they are; the latter last, so that a piece without it counts as not read.
 * A clip that could not be trained on is left out as a bad one.
 *
 * @param onClips told how many clips have been read, now and then
 */
export function writePiece(
  folder: string,
  piece: number,
  facts: SourceFacts,
  clips: Iterable<ReadClip | LeftOut>,
  onClips: (count: number) => void,
): void {
  const written: Piece = { values: [], clips: [], leftOut: [] };
  let pending: ReadClip[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (pending.length === 0) return;
    const file = written.values.length;
    const { bytes: content, positions } = encodeClips(pending);
    const name = valuesName(piece, file);
    writeFileAtomic(join(folder, name), content);
    written.values.push({ name, bytes: content.length });
    pending.forEach((clip, at) => {
      const { id, label, subject, view, setup, frames, bodies, values } = clip;
      const digest = clipDigest(values, sha256);
      written.clips.push([id, label, subject, view, setup, frames, bodies, file, positions[at]!, digest]);
    });
    onClips(pending.length);
    pending = [];
    bytes = 0;
  };
  for (const clip of clips) {
    const leftOut = "leftOut" in clip ? clip.leftOut : fault(facts, clip);
    if (leftOut) {
      const why = "rule" in leftOut ? leftOut.rule : leftOut.error.message;
      written.leftOut.push({ id: clip.id, why, bad: "error" in leftOut });
      continue;
    }
    const taken = clip as ReadClip;
    pending.push(taken);
    bytes += taken.values.byteLength;
    if (bytes >= FILE_BYTES || pending.length >= FILE_CLIPS) flush();
  }
  flush();
  writeFileAtomic(piecePath(folder, piece), JSON.stringify(written));
}

function fault(facts: SourceFacts, clip: ReadClip): LeftOut["leftOut"] | undefined {
  try {
    checkClip(facts, clip);
    return undefined;
  } catch (error) {
    if (error instanceof HglError) return { error };
    throw error;
  }
}
