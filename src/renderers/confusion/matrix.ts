import type { ConfusionPayload } from "../../common/payloads/confusion";
import { classTotals, orderClasses, rowShares, topConfusedPairs } from "../../common/payloads/confusionOrder";
import type { ConfusedPair, ConfusionOrder } from "../../common/payloads/confusionOrder";
import { printable } from "../../common/payloads/printable";
import type { Place } from "../frame/cells";
import { percent } from "../frame/words";

/** Row-normalised shares or plain counts. */
export type Values = "share" | "count";

/** The payload with what follows from it, computed once; the view asks it questions in rows and columns as drawn. */
export class Matrix {
  readonly classes: readonly string[];
  readonly size: number;
  private readonly shares: readonly (readonly number[])[];
  private readonly totals: readonly number[];
  private readonly largest: { readonly diagonal: number; readonly off: number };
  /** Class index of each row and column. */
  private order: readonly number[];
  /** Row of each class index. */
  private rows: readonly number[] = [];

  constructor(private readonly payload: ConfusionPayload) {
    this.classes = payload.classes.map((name, i) => printable(name) || `class ${i + 1}`);
    this.size = payload.classes.length;
    this.shares = rowShares(payload.counts);
    this.totals = classTotals(payload.counts);
    let [diagonal, off] = [1, 1];
    payload.counts.forEach((row, i) =>
      row.forEach((count, j) => (i === j ? (diagonal = Math.max(diagonal, count)) : (off = Math.max(off, count)))),
    );
    this.largest = { diagonal, off };
    this.order = [];
    this.sort("data");
  }

  sort(order: ConfusionOrder): void {
    this.order = orderClasses(this.payload.counts, this.classes, order);
    const rows = new Array<number>(this.size);
    this.order.forEach((index, row) => (rows[index] = row));
    this.rows = rows;
  }

  classAt(row: number): number {
    return this.order[row]!;
  }

  nameAt(row: number): string {
    return this.classes[this.classAt(row)]!;
  }

  countAt({ row, column }: Place): number {
    return this.payload.counts[this.classAt(row)]![this.classAt(column)]!;
  }

  shareAt({ row, column }: Place): number {
    return this.shares[this.classAt(row)]![this.classAt(column)]!;
  }

  /** A cell's value on the scale of its colour, 0 to 1. Counts have a scale each for the diagonal and for the rest. */
  levelAt(place: Place, values: Values): number {
    if (values === "share") return this.shareAt(place);
    return this.countAt(place) / (place.row === place.column ? this.largest.diagonal : this.largest.off);
  }

  placeOf({ truth, predicted }: { truth: number; predicted: number }): Place {
    return { row: this.rows[truth]!, column: this.rows[predicted]! };
  }

  /** The most confused pairs, of all classes or of those given. */
  pairs(limit: number, among?: ReadonlySet<number>): ConfusedPair[] {
    if (!among) return topConfusedPairs(this.payload.counts, limit);
    const all = topConfusedPairs(this.payload.counts, Infinity);
    return all.filter(({ truth, predicted }) => among.has(truth) || among.has(predicted)).slice(0, limit);
  }

  /** Indices of the classes whose name or 1-based number matches; undefined for an empty search. */
  search(words: string): Set<number> | undefined {
    const wanted = words.trim().toLowerCase();
    if (!wanted) return undefined;
    const found = new Set<number>();
    this.classes.forEach((name, i) => {
      if (name.toLowerCase().includes(wanted) || String(i + 1) === wanted) found.add(i);
    });
    return found;
  }

  /** A cell in words, for the read-out and for screen readers. */
  sentence(place: Place): string {
    const [truth, predicted] = [this.nameAt(place.row), this.nameAt(place.column)];
    const total = this.totals[this.classAt(place.row)]!;
    if (total === 0) return `${truth}: no clips`;
    const count = this.countAt(place);
    const of = `${count} of ${total} clips (${percent(this.shareAt(place))})`;
    return place.row === place.column ? `${truth} recognised: ${of}` : `${truth} taken for ${predicted}: ${of}`;
  }
}
