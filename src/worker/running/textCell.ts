import { basename } from "node:path";
import * as z from "zod";
import type { Dataset } from "../../model/data/dataset";
import { textsOfClasses } from "../../model/evaluation/retrieval";
import { textSimilarity } from "../../model/language/similarity";
import type { ResolvedCell, ResolvedText } from "../../notebook/resolve";
import { sourceStamp } from "../importing/sourceStamp";
import { Cards } from "../store/cards";
import { canonical, sha256 } from "../store/runFolder";
import { describeClips, type DescribedClips } from "../text/describeClips";
import { encodeTexts, type EncodeHooks } from "../text/encodeTexts";
import type { ModelAccess } from "../text/modelAccess";
import { openEncoder } from "../text/openEncoder";
import { readTexts as readDescriptions } from "../text/readTexts";
import { readTexts, textFolderOf, textsFor, writeTexts, type StoredTexts } from "../text/textFile";

const count = z.int().min(0);

/** What a text cell's output is made of, as kept in `.hgl/data`. */
export const textFactsSchema = z.object({
  format: z.literal(1),
  /** File name of the notebook and id of the cell that asked. */
  notebook: z.string(),
  cell: z.string(),
  /** Unix milliseconds. */
  at: z.number(),
  /** How the files of descriptions and of the encoder looked (`sourceStamp`). */
  stamp: z.string(),
  /** Content hash of the file of vectors. */
  hash: z.string(),
  dataset: z.string(),
  source: z.string(),
  level: z.enum(["class", "clip"]),
  encoder: z.string(),
  dimension: count,
  tokens: count.nullable(),
  centred: z.boolean(),
  texts: count,
  /** Clips with a description, of all. */
  clips: z.object({ described: count, of: count }),
  /** The vision-language model that wrote them, and what it took in all. */
  described: z
    .object({ by: z.string(), input: count, output: count, money: z.number().nullable(), uncounted: count })
    .nullable(),
  /** Each class, its texts, the first of them, and the class whose mean vector is nearest. */
  classes: z
    .array(
      z.object({
        name: z.string(),
        texts: count,
        first: z.string().nullable(),
        nearest: z.string().nullable(),
        cosine: z.number().nullable(),
      }),
    )
    .readonly(),
  warnings: z.array(z.string()).readonly(),
});
export type TextFacts = z.output<typeof textFactsSchema>;

/** Encoded descriptions and where they lie. */
export interface PreparedTexts {
  readonly facts: TextFacts;
  readonly stored: StoredTexts;
  readonly cached: boolean;
}

export interface TextHooks extends EncodeHooks {
  readonly access: ModelAccess;
  /** Before clips are described, and before texts are encoded: what `onShare` is then about. */
  readonly onPart?: (part: "describing" | "encoding") => void;
}

/**
 * The encoded descriptions of a text cell: as they lie beside the notebook, or read, encoded and kept there.
 *
 * @throws HglError "data", "disk", "network", "interrupted"
 */
export async function prepareTexts(
  cell: ResolvedText,
  dataset: Dataset,
  notebookPath: string,
  hooks: TextHooks,
): Promise<PreparedTexts> {
  const { config } = cell;
  const folder = textFolderOf(notebookPath);
  const stamp = await stampOf(cell);
  const cards = new Cards(notebookPath);
  const key = keyOf(cell, dataset.contentHash!);
  const known = cards.read("text", key, textFactsSchema);
  if (known?.stamp === stamp) {
    const stored = readTexts(folder, known.hash);
    if (stored) return { facts: known, stored, cached: true };
  }
  let described: DescribedClips | undefined;
  if (config.video) {
    hooks.onPart?.("describing");
    described = await describeClips(config.video, dataset, folder, hooks.access, hooks);
  }
  const read = readDescriptions(config, dataset, described?.file);
  const seen = seenOwners(dataset, config.level, cell.unseen);
  hooks.onPart?.("encoding");
  const encoder = await openEncoder(config.encoder, folder, hooks.access);
  let stored: StoredTexts;
  try {
    stored = await encodeTexts(read, config, encoder, { ...hooks, seen });
  } finally {
    await encoder.close();
  }
  const hash = writeTexts(folder, stored);
  const facts: TextFacts = {
    format: 1,
    notebook: basename(notebookPath),
    cell: cell.id,
    at: Date.now(),
    stamp,
    hash,
    dataset: dataset.name,
    source: config.file === null ? config.source : basename(config.file),
    ...factsOf(stored, dataset),
    described: described ? { by: described.describer, ...described.spent } : null,
    warnings: [...(described?.warnings ?? []), ...read.warnings],
  };
  cards.write("text", key, facts);
  return { facts, stored, cached: false };
}

/** What an earlier run of the cell has left; `stale` when its files have changed since, or its data where they are known. */
export async function storedTexts(
  cell: ResolvedText,
  dataHash: string | null,
  notebookPath: string,
): Promise<{ readonly facts: TextFacts; readonly stale: boolean } | undefined> {
  const cards = new Cards(notebookPath);
  const facts = dataHash === null ? undefined : cards.read("text", keyOf(cell, dataHash), textFactsSchema);
  if (facts) return { facts, stale: facts.stamp !== (await stampOf(cell)) };
  const older = olderTexts(cell.id, notebookPath);
  return older && { facts: older, stale: true };
}

/** The newest facts that a cell of this id has left, whatever it said then. */
export function olderTexts(cellId: string, notebookPath: string): TextFacts | undefined {
  return new Cards(notebookPath).newest("text", textFactsSchema, cellId, basename(notebookPath));
}

export function textCell(cells: readonly ResolvedCell[], id: string): ResolvedText | undefined {
  const cell = cells.find((one) => one.id === id);
  return cell?.kind === "text" ? cell : undefined;
}

/** Whom the mean is taken over: what is said of classes that are held out must not shape what the others are taught. */
function seenOwners(
  dataset: Dataset,
  level: TextFacts["level"],
  unseen: readonly string[],
): (owner: string) => boolean {
  if (unseen.length === 0) return () => true;
  if (level === "class") return (owner) => !unseen.includes(owner);
  const held = new Set(
    dataset.clips.flatMap(({ id, label }) => (unseen.includes(dataset.classes[label]!) ? [id] : [])),
  );
  return (owner) => !held.has(owner);
}

function factsOf(stored: StoredTexts, dataset: Dataset) {
  const { level, encoder, dimension, tokens, centre, texts } = stored;
  const features = textsFor(stored, dataset);
  const { classes: names, clips: all } = dataset;
  const rows = textsOfClasses(features, all, names.length);
  const cosines = textSimilarity(features, rows);
  const classes = names.map((name, label) => {
    const own = rows[label]!;
    const others = names.flatMap((_, other) => (other !== label && rows[other]!.length > 0 ? [other] : []));
    const cosine = (other: number): number => cosines[label * names.length + other]!;
    const nearest = own.length === 0 ? undefined : others.toSorted((a, b) => cosine(b) - cosine(a))[0];
    return {
      name,
      texts: own.length,
      first: own.length > 0 ? texts[own[0]!]! : null,
      nearest: nearest === undefined ? null : names[nearest]!,
      cosine: nearest === undefined ? null : cosine(nearest),
    };
  });
  const clips = all.filter(({ id, label }) => features.rowsOf.has(level === "class" ? label : id)).length;
  return {
    level,
    encoder,
    dimension,
    tokens: tokens?.most ?? null,
    centred: centre !== null,
    texts: texts.length,
    clips: { described: clips, of: all.length },
    classes,
  };
}

async function stampOf({ config: { file, encoder, video } }: ResolvedText): Promise<string> {
  const files = [file, encoder.kind === "onnx" ? encoder.folder : null, video?.folder ?? null];
  return (await Promise.all(files.map(async (path) => (path === null ? "" : await sourceStamp(path))))).join(" ");
}

function keyOf({ config, unseen }: ResolvedText, dataHash: string): string {
  return sha256(canonical({ config, unseen, data: dataHash })).slice(0, 12);
}
