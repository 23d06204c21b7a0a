import { HglError } from "../common/errors";
import type { AttentionTerm, DecodedAttention, DecodedMap, DecodedSubject } from "../common/payloads/attention";

/** Terms over joints in the order in which one stands in for another that a network does not have. */
const INSTEAD: readonly AttentionTerm[] = ["A", "S", "lse", "Q", "D"];

/** An edge between two joints: row u gathers from column v. */
export interface AttentionEdge {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  /** The subset in which it is strongest. */
  readonly part: string;
}

/** The value of a map's code. */
export function valueAt({ codes, max, signed }: DecodedMap, at: number): number {
  return (codes[at]! * max) / (signed ? 127 : 255);
}

/** A subject's maps of a term in a block, single channels left out; for a body also those that depend on none. */
export function mapsOf({ maps }: DecodedSubject, term: AttentionTerm, block: number, body: number): DecodedMap[] {
  return maps.filter(
    (map) =>
      map.term === term &&
      map.block === block &&
      (map.body === null || map.body === body) &&
      !map.part.includes(", channel "),
  );
}

/** The term to draw: the wanted one, else the first that there is. @throws HglError "cell" where the network does not have it */
export function termOf(
  subjects: readonly DecodedSubject[],
  wanted: AttentionTerm | undefined,
  usual: AttentionTerm,
): AttentionTerm {
  const there = new Set(subjects.flatMap(({ maps }) => maps.map(({ term }) => term)));
  const term = wanted ?? [usual, ...INSTEAD].find((one) => there.has(one));
  if (term !== undefined && there.has(term)) return term;
  const joints = INSTEAD.filter((one) => there.has(one));
  throw new HglError({
    code: "cell",
    what: `the network has no maps of the term ${wanted ?? usual}`,
    next: joints.length > 0 ? `draw ${joints.join(" or ")}` : "draw temporal-attention",
  });
}

/** Indices of the blocks to draw: the wanted ones (from 1), else the first, the middle and the last. @throws HglError "cell" */
export function blocksOf(
  { blocks }: Pick<DecodedAttention, "blocks">,
  wanted: readonly number[] | undefined,
): number[] {
  const last = blocks.length - 1;
  if (wanted === undefined) return [...new Set([0, Math.round(last / 2), last])];
  const strange = wanted.find((block) => block > blocks.length);
  if (strange === undefined) return wanted.map((block) => block - 1);
  throw new HglError({
    code: "cell",
    what: `there is no block ${strange}`,
    next: `the network has blocks 1 to ${blocks.length}`,
  });
}

/** Edges between different joints, strongest first; of the subsets, and of both directions, each pair of joints has its strongest. */
export function strongestEdges(maps: readonly DecodedMap[], count: number): AttentionEdge[] {
  const best = new Map<number, AttentionEdge>();
  for (const map of maps)
    for (let row = 0; row < map.rows; row++)
      for (let column = 0; column < map.columns; column++) {
        if (row === column) continue;
        const value = valueAt(map, row * map.columns + column);
        const pair = Math.min(row, column) * map.rows + Math.max(row, column);
        const other = best.get(pair);
        if (value !== 0 && (!other || Math.abs(value) > Math.abs(other.value)))
          best.set(pair, { row, column, value, part: map.part });
      }
  return [...best]
    .sort(([a, one], [b, other]) => Math.abs(other.value) - Math.abs(one.value) || a - b)
    .slice(0, count)
    .map(([, edge]) => edge);
}

/** How terms are told beneath a figure. */
export const TERM_WORDS: Readonly<Record<AttentionTerm, string>> = {
  S: "Learned topology S",
  D: "Dynamic topology aD, mean over channels",
  Q: "Attention Q between joints",
  A: "Topology A = S + aD + bQ, mean over channels",
  lse: "Weights of the bones",
  gta: "Attention over frames",
  ssf: "Attention between tokens",
};

/** What the subject of a figure is, where the picture does not say it: a note's words, or none. */
export function subjectNotes({ clips, maps }: DecodedSubject): string[][] {
  const first = maps.some(({ body }) => body !== null && body > 0);
  const note = [...(clips > 1 ? [`Mean over ${clips} clips.`] : []), ...(first ? ["First body."] : [])];
  return note.length > 0 ? [note] : [];
}

/** A number in two digits: 0.034, 0.41, 1.2, 17. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(2))).replace("-", "\u2212");
}
