import { join } from "node:path";
import { z } from "zod";
import { DATASET_FACTS } from "../importing/datasetFacts";

/**
 * An imported data set, `NAME.hgl-data/`:
 *
 *     manifest.json         what it is (MANIFEST); written last, so a folder without it is no data set
 *     clips.arrow           every clip: id, label, subject, view, setup, frames, bodies, and where its coordinates lie
 *     values-00000-0.arrow  some hundred clips each, with the same columns and `values`, a ragged list of float32 [T, M, V, 3]
 *
 * All tables are Arrow IPC files of one record batch, which any Arrow library opens. The program reads the coordinates of one clip by position.
 */
export const STORE_SUFFIX = ".hgl-data";

export const manifestPath = (folder: string): string => join(folder, "manifest.json");
export const indexPath = (folder: string): string => join(folder, "clips.arrow");
/** A piece of the source that is long becomes several files. */
export const valuesName = (piece: number, part: number): string => `values-${fiveDigits(piece)}-${part}.arrow`;
/** What a piece gave, while the import is under way. */
export const piecePath = (folder: string, piece: number): string => join(folder, `piece-${fiveDigits(piece)}.json`);
const fiveDigits = (number: number): string => String(number).padStart(5, "0");

export const VALUE_FILES = z
  .array(z.strictObject({ name: z.string().regex(/^values-\d+-\d+\.arrow$/), bytes: z.int().min(1) }))
  .max(1_000_000);

export const LEFT_OUT = z.array(z.strictObject({ id: z.string(), why: z.string(), bad: z.boolean() }));

export const MANIFEST = z.strictObject({
  format: z.literal(1),
  kind: z.literal("hgl-data"),
  facts: DATASET_FACTS,
  /** SHA-256 in hex, see `contentHash`. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  clips: z.int().min(1),
  /** Bytes of clips.arrow. */
  indexBytes: z.int().min(1),
  values: VALUE_FILES.min(1),
  /** What it was imported from, for a person who wonders. */
  origin: z.string(),
  /** Clips that are not in it, and why, in words. */
  leftOut: LEFT_OUT,
});
export type Manifest = z.infer<typeof MANIFEST>;
