import { basename } from "node:path";
import * as z from "zod";
import type { DataConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import { dataCard } from "../../model/data/card";
import type { Dataset } from "../../model/data/dataset";
import { protocolOf, splitDataset } from "../../model/data/split";
import type { ResolvedCell, ResolvedData } from "../../notebook/resolve";
import { Cards } from "../store/cards";
import { canonical, sha256 } from "../store/runFolder";
import { sourceStamp } from "../importing/sourceStamp";

const count = z.int().min(0);
const tallies = z.array(z.object({ id: z.int(), clips: count })).readonly();

/** What a data cell's output is made of, as kept in `.hgl/data`. */
export const dataFactsSchema = z.object({
  format: z.literal(2),
  /** File name of the notebook and id of the cell that asked. */
  notebook: z.string(),
  cell: z.string(),
  /** Unix milliseconds. */
  at: z.number(),
  /** How the source's files looked (`sourceStamp`). */
  stamp: z.string(),
  /** Clips in each part with this seed, or why there is no such split. */
  seed: z.int(),
  split: z.union([z.object({ train: count, validation: count, test: count }), z.string()]),
  /** Classes that are in the test split alone. */
  unseen: z.array(z.string()).readonly().optional(),
  /** The split in words: a protocol's name, "by subject". */
  protocol: z.object({ name: z.string(), by: z.enum(["subject", "view", "setup", "clip"]) }),
  card: z.object({
    name: z.string(),
    source: z.string().nullable(),
    license: z.string().nullable(),
    contentHash: z.string().nullable(),
    layout: z.string(),
    joints: count,
    bodies: count,
    clips: count,
    frames: count,
    classes: z.array(z.object({ name: z.string(), clips: count, first: z.string().nullable() })).readonly(),
    subjects: tallies,
    views: tallies,
    setups: tallies,
    lengths: z.object({
      min: count,
      mean: z.number(),
      median: z.number(),
      max: count,
      histogram: z.array(z.object({ from: count, to: count, clips: count })).readonly(),
    }),
    oneFrame: z.array(z.string()).readonly(),
    protocols: z.array(z.string()).readonly(),
    warnings: z.array(z.string()).readonly(),
  }),
});
export type DataFacts = z.output<typeof dataFactsSchema>;

/** Counts a data set and remembers the counts beside the notebook. */
export async function tellData(
  cell: ResolvedData,
  dataset: Dataset,
  cells: readonly ResolvedCell[],
  notebookPath: string,
): Promise<DataFacts> {
  const seed = seedOf(cell, cells);
  const { split } = cell.config;
  const { name, by } = protocolOf(dataset, split);
  const facts: DataFacts = {
    format: 2,
    notebook: basename(notebookPath),
    cell: cell.id,
    at: Date.now(),
    stamp: await sourceStamp(cell.config.source),
    seed,
    split: splitSizes(dataset, cell.config, seed),
    ...(cell.config.unseen ? { unseen: cell.config.unseen } : {}),
    protocol: { name, by },
    card: dataCard(dataset),
  };
  // A split that cannot be made is the cell's failure, and a failure leaves nothing behind.
  if (typeof facts.split !== "string") new Cards(notebookPath).write("data", keyOf(cell.config, seed), facts);
  return facts;
}

/** What an earlier reading of the cell's data has left; `stale` when the cell or its files have changed since. */
export async function storedData(
  cell: ResolvedData,
  cells: readonly ResolvedCell[],
  notebookPath: string,
): Promise<{ readonly facts: DataFacts; readonly stale: boolean } | undefined> {
  const cards = new Cards(notebookPath);
  const facts = cards.read("data", keyOf(cell.config, seedOf(cell, cells)), dataFactsSchema);
  if (facts) return { facts, stale: facts.stamp !== (await sourceStamp(cell.config.source)) };
  const older = olderData(cell.id, notebookPath);
  return older && { facts: older, stale: true };
}

/** What is known of a data cell's data without reading them; undefined where they were never read, or have changed. */
export async function storedCard(
  { cells, path }: { readonly cells: readonly ResolvedCell[]; readonly path: string },
  id: string,
): Promise<DataFacts["card"] | undefined> {
  const cell = cells.find((one) => one.id === id);
  const stored = cell?.kind === "data" ? await storedData(cell, cells, path) : undefined;
  return stored && !stored.stale ? stored.facts.card : undefined;
}

/** The newest facts that a cell of this id has left, whatever it said then. */
export function olderData(cellId: string, notebookPath: string): DataFacts | undefined {
  return new Cards(notebookPath).newest("data", dataFactsSchema, cellId, basename(notebookPath));
}

/** The split is told for the seed of the first run that will use it: only the validation part depends on it. */
function seedOf(cell: ResolvedData, cells: readonly ResolvedCell[]): number {
  for (const other of cells) if (other.kind === "train" && other.data === cell.id) return other.runs[0]!.seed;
  return 1;
}

function splitSizes(dataset: Dataset, config: DataConfig, seed: number): DataFacts["split"] {
  try {
    const { train, validation, test } = splitDataset(dataset, config, seed);
    return { train: train.length, validation: validation.length, test: test.length };
  } catch (error) {
    if (error instanceof HglError) return error.message;
    throw error;
  }
}

function keyOf({ source, format, layout, columns, bad, split, validation, unseen }: DataConfig, seed: number): string {
  return sha256(canonical({ source, format, layout, columns, bad, split, validation, unseen, seed })).slice(0, 12);
}
