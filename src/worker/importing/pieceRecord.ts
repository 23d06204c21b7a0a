import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LEFT_OUT, piecePath, VALUE_FILES } from "../dataStore/storeFolder";
import { label, whole } from "./datasetFacts";

const PIECE = z.strictObject({
  values: VALUE_FILES,
  /** id, label, subject, view, set-up, frames, bodies, number of the file among `values`, byte position, SHA-256. */
  clips: z.array(z.tuple([label, whole, whole, whole, whole, whole, whole, whole, z.int().min(0), z.string()])),
  leftOut: LEFT_OUT,
});

/** What a piece of a source gave: where its clips lie, and which were left out. */
export type Piece = z.infer<typeof PIECE>;

/** What an earlier sitting wrote of a piece; undefined when it did not finish it. */
export function readPiece(folder: string, piece: number): Piece | undefined {
  try {
    const parsed = PIECE.parse(JSON.parse(readFileSync(piecePath(folder, piece), "utf8")));
    return parsed.values.every(({ name, bytes }) => statSync(join(folder, name)).size === bytes) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
