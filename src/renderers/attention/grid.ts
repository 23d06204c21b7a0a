import type { DecodedMap } from "../../common/payloads/attention";

/** A weight of a map: row `to` gathers from column `from`. */
export interface Edge {
  readonly to: number;
  readonly from: number;
  readonly value: number;
}

/** A map's numbers, and what follows from them. */
export class Grid {
  readonly rows: number;
  readonly columns: number;
  /** Between joints. */
  readonly ofJoints: boolean;
  /** Largest size of any value, and of those off the diagonal. */
  readonly largest: number;
  readonly largestBetween: number;
  /** The code that stands for the map's largest value. */
  private readonly full: number;
  private sorted: readonly Edge[] | undefined;

  constructor(readonly map: DecodedMap) {
    this.rows = map.rows;
    this.columns = map.columns;
    this.ofJoints = map.term !== "gta" && map.term !== "ssf";
    this.full = map.signed ? 127 : 255;
    let [all, between] = [0, 0];
    map.codes.forEach((code, i) => {
      const size = Math.abs(code);
      if (size > all) all = size;
      if (size > between && Math.floor(i / this.columns) !== i % this.columns) between = size;
    });
    this.largest = (all * map.max) / this.full;
    this.largestBetween = (between * map.max) / this.full;
  }

  at(row: number, column: number): number {
    return (this.map.codes[row * this.columns + column]! * this.map.max) / this.full;
  }

  /**
   * Weights between different joints from the largest to the smallest size, none of them zero; those of joints to themselves where a map
   * has no others.
   */
  get edges(): readonly Edge[] {
    this.sorted ??= this.sort();
    return this.sorted;
  }

  private sort(): Edge[] {
    const all: Edge[] = [];
    const loops = this.largestBetween === 0;
    for (let to = 0; to < this.rows; to++)
      for (let from = 0; from < this.columns; from++) {
        const value = this.at(to, from);
        if (value !== 0 && (to === from) === loops) all.push({ to, from, value });
      }
    return all.sort((one, two) => Math.abs(two.value) - Math.abs(one.value));
  }

  /** What each column gives, its mean over the rows: the attention that a frame or a joint receives. */
  received(): number[] {
    return Array.from({ length: this.columns }, (_, column) => {
      let sum = 0;
      for (let row = 0; row < this.rows; row++) sum += this.at(row, column);
      return sum / this.rows;
    });
  }

  /** The columns of a row with the largest values, at most `most`, and of neighbours only the one that stands out. */
  peaksOf(row: number, most: number): Edge[] {
    const value = (column: number): number => (column < 0 || column >= this.columns ? 0 : this.at(row, column));
    return Array.from({ length: this.columns }, (_, from) => ({ to: row, from, value: value(from) }))
      .filter(({ from, value: own }) => own > value(from - 1) && own >= value(from + 1) && own > 0)
      .sort((one, two) => two.value - one.value)
      .slice(0, most);
  }

  /** The share of the sizes between different joints that lies on bones; NaN where there is nothing between them. */
  shareOnBones(parents: readonly number[]): number {
    let [on, all] = [0, 0];
    for (const { to, from, value } of this.edges) {
      if (to === from) return NaN;
      all += Math.abs(value);
      if (isBone(parents, to, from)) on += Math.abs(value);
    }
    return on / all;
  }
}

export function isBone(parents: readonly number[], one: number, other: number): boolean {
  return parents[one] === other || parents[other] === one;
}

/** How many edges to show: a number of them, or all from a share of the strongest on. */
export type Threshold =
  { readonly by: "number"; readonly most: number } | { readonly by: "share"; readonly least: number };

/** More than this cannot be told apart, nor drawn in time. */
export const MOST_EDGES = 200;

export function strongest(edges: readonly Edge[], threshold: Threshold): readonly Edge[] {
  if (threshold.by === "number") return edges.slice(0, Math.min(MOST_EDGES, threshold.most));
  const least = threshold.least * Math.abs(edges[0]?.value ?? 0);
  const below = edges.findIndex(({ value }) => Math.abs(value) < least);
  return edges.slice(0, Math.min(MOST_EDGES, below < 0 ? edges.length : below));
}

/** Joints in the order of their parts, so that those of a limb stand together, and where each part but the first begins. */
export function byPart(partOf: readonly number[]): {
  readonly order: readonly number[];
  readonly starts: readonly number[];
} {
  const order = partOf.map((_, joint) => joint).sort((a, b) => partOf[a]! - partOf[b]! || a - b);
  const starts = order.flatMap((joint, i) => (i > 0 && partOf[joint] !== partOf[order[i - 1]!] ? [i] : []));
  return { order, starts };
}
