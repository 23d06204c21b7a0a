import type { Recall, ZeroShotScores } from "../../common/runRecord";
import type { Described } from "../language/draw";
import type { TextFeatures } from "../language/textFeatures";

/** Vectors of one space, [N, width] row-major. */
export interface Vectors {
  readonly values: Float32Array;
  readonly width: number;
}

export const vectorCount = ({ values, width }: Vectors): number => values.length / width;

/** A copy in which each row has length 1; a row of zeros stays one. */
export function unit({ values, width }: Vectors): Vectors {
  const out = values.slice();
  for (let from = 0; from < out.length; from += width) {
    const row = out.subarray(from, from + width);
    const length = Math.hypot(...row);
    if (length > 0) row.forEach((value, i) => (row[i] = value / length));
  }
  return { values: out, width };
}

/** Sums of products of one row with every row of `others`: cosines, where all have length 1. */
export function productsWith(row: Float32Array, { values, width }: Vectors): Float64Array {
  const products = new Float64Array(values.length / width);
  for (let other = 0, from = 0; other < products.length; other++, from += width) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += row[i]! * values[from + i]!;
    products[other] = sum;
  }
  return products;
}

const rowOf = ({ values, width }: Vectors, at: number): Float32Array => values.subarray(at * width, (at + 1) * width);

/**
 * The texts that speak of each class: its own, or those of its clips.
 *
 * @param clips whose texts count where each clip has its own
 * @returns rows of `features.sentences`, each once and rising, for each class
 */
export function textsOfClasses(
  { level, rowsOf }: Pick<TextFeatures, "level" | "rowsOf">,
  clips: readonly Described[],
  classes: number,
): number[][] {
  const rows = Array.from({ length: classes }, () => new Set<number>());
  if (level === "class") rows.forEach((own, label) => rowsOf.get(label)?.forEach((row) => own.add(row)));
  else for (const { id, label } of clips) rowsOf.get(id)?.forEach((row) => rows[label]!.add(row));
  return rows.map((own) => [...own].sort((a, b) => a - b));
}

/** Mean vector of each list of rows, of length 1; zeros for an empty list. */
export function meansOf(vectors: Vectors, lists: readonly (readonly number[])[]): Vectors {
  const { width } = vectors;
  const values = new Float32Array(lists.length * width);
  lists.forEach((rows, at) => {
    const mean = values.subarray(at * width, (at + 1) * width);
    for (const row of rows) rowOf(vectors, row).forEach((value, i) => (mean[i]! += value / rows.length));
  });
  return unit({ values, width });
}

/**
 * Retrieval in a shared space. Each query ranks the whole gallery by cosine; it is a hit at k where a gallery item that is relevant to it is among the
 * first k. Ties are counted against it: an item that is not relevant stands before every relevant one with the same cosine. Queries to which nothing in
 * the gallery is relevant are left out, gallery items to which no query belongs are not.
 *
 * @param queries rows of length 1, as `gallery`'s
 * @returns null where no query is left
 */
export function recall(
  queries: Vectors,
  gallery: Vectors,
  relevant: (query: number, item: number) => boolean,
): Recall | null {
  let [asked, first, firstFive] = [0, 0, 0];
  for (let query = 0; query < vectorCount(queries); query++) {
    const cosines = productsWith(rowOf(queries, query), gallery);
    const isRelevant = Array.from(cosines, (_, item) => relevant(query, item));
    const best = cosines.reduce((most, cosine, item) => (isRelevant[item] ? Math.max(most, cosine) : most), -Infinity);
    if (best === -Infinity) continue;
    const before = cosines.reduce((n, cosine, item) => n + Number(!isRelevant[item] && cosine >= best), 0);
    asked++;
    if (before < 1) first++;
    if (before < 5) firstFive++;
  }
  if (asked === 0) return null;
  return { queries: asked, gallery: vectorCount(gallery), r1: first / asked, r5: firstFive / asked };
}

/** Whether each clip is strictly nearer to its own class's vector than to that of any other candidate. */
export function classifiedByText(
  clips: Vectors,
  labels: readonly number[],
  classVectors: Vectors,
  candidates: ReadonlySet<number>,
): boolean[] {
  return labels.map((label, clip) => {
    const cosines = productsWith(rowOf(clips, clip), classVectors);
    return candidates.has(label) && [...candidates].every((k) => k === label || cosines[k]! < cosines[label]!);
  });
}

/**
 * Zero-shot classification: a clip is of the class whose mean text vector is nearest to it; a tie is a miss. `unseenAlone` chooses among the unseen classes
 * for clips of theirs, null where there is but one to choose; `seen` and `unseen` choose among all classes (generalised), and `harmonic` is their harmonic mean. Shares are of clips, not means
 * over classes.
 *
 * @param classVectors [classes, width] of length 1
 * @param described classes that have a text; the others are no candidates
 * @param unseen classes that no training clip has
 * @returns null where there are no clips of unseen classes, or none of seen ones
 */
export function zeroShot(
  clips: Vectors,
  labels: readonly number[],
  classVectors: Vectors,
  described: ReadonlySet<number>,
  unseen: ReadonlySet<number>,
): ZeroShotScores | null {
  const places = (wanted: boolean): number[] => labels.flatMap((label, i) => (unseen.has(label) === wanted ? [i] : []));
  const [old, fresh] = [places(false), places(true)];
  if (old.length === 0 || fresh.length === 0) return null;
  const share = (hits: readonly boolean[], of: readonly number[]): number =>
    of.filter((place) => hits[place]).length / of.length;
  const among = classifiedByText(clips, labels, classVectors, described);
  const alone = new Set([...described].filter((label) => unseen.has(label)));
  const [seenShare, unseenShare] = [share(among, old), share(among, fresh)];
  return {
    clips: { seen: old.length, unseen: fresh.length },
    unseenAlone: alone.size > 1 ? share(classifiedByText(clips, labels, classVectors, alone), fresh) : null,
    seen: seenShare,
    unseen: unseenShare,
    harmonic: seenShare + unseenShare > 0 ? (2 * seenShare * unseenShare) / (seenShare + unseenShare) : 0,
  };
}
