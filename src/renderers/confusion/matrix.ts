import type { Confusion } from "../../common/payloads/confusion";
import {
  classTotals,
  clusterClasses,
  orderClasses,
  rowShares,
  topConfusedPairs,
} from "../../common/payloads/confusionOrder";
import type { ConfusedPair, ConfusionOrder } from "../../common/payloads/confusionOrder";
import type { Place } from "../frame/cells";
import { percent } from "../frame/words";
import { Grid } from "./grid";
import type { Choice, Values } from "./grid";

/** The counts of one train cell with what follows from them, computed once. */
export class Matrix extends Grid {
  readonly orders: Choice<ConfusionOrder> = [
    ["data", "as in the data set"],
    ["name", "by name"],
    ["error", "worst first"],
    ["cluster", "by cluster"],
  ];
  readonly values: Choice<Values> = [
    ["share", "share of the true class (%)"],
    ["count", "clips"],
  ];
  readonly hues = { blue: "recognised", orange: "confused" };
  private readonly shares: readonly (readonly number[])[];
  private readonly totals: readonly number[];
  private readonly largest: { readonly diagonal: number; readonly off: number };

  constructor(confusion: Confusion) {
    super(confusion);
    const { counts } = confusion;
    this.shares = rowShares(counts);
    this.totals = classTotals(counts);
    let [diagonal, off] = [1, 1];
    counts.forEach((row, i) =>
      row.forEach((count, j) => (i === j ? (diagonal = Math.max(diagonal, count)) : (off = Math.max(off, count)))),
    );
    this.largest = { diagonal, off };
    this.sort("data");
  }

  sort(order: ConfusionOrder): void {
    const { counts } = this.confusion;
    if (order !== "cluster") return this.arrange(orderClasses(counts, this.classes, order));
    const { order: clustered, blocks } = clusterClasses(counts);
    this.arrange(clustered, blocks);
  }

  countAt({ row, column }: Place): number {
    return this.confusion.counts[this.classAt(row)]![this.classAt(column)]!;
  }

  shareAt({ row, column }: Place): number {
    return this.shares[this.classAt(row)]![this.classAt(column)]!;
  }

  /** Counts have a scale each for the diagonal and for the rest. */
  levelAt(place: Place, values: Values): number {
    if (values === "share") return this.shareAt(place);
    return this.countAt(place) / (place.row === place.column ? this.largest.diagonal : this.largest.off);
  }

  isBlueAt({ row, column }: Place): boolean {
    return row === column;
  }

  textAt(place: Place, values: Values): string {
    if (values === "count") return String(this.countAt(place));
    const share = 100 * this.shareAt(place);
    return share < 0.5 ? "<1" : String(Math.round(share));
  }

  /** The most confused pairs, of all classes or of those given. */
  pairs(limit: number, among?: ReadonlySet<number>): ConfusedPair[] {
    if (!among) return topConfusedPairs(this.confusion.counts, limit);
    const all = topConfusedPairs(this.confusion.counts, Infinity);
    return all.filter(({ truth, predicted }) => among.has(truth) || among.has(predicted)).slice(0, limit);
  }

  sentence(place: Place): string {
    const total = this.totals[this.classAt(place.row)]!;
    if (total === 0) return `${this.nameAt(place.row)}: no clips`;
    return `${this.subject(place)}: ${this.countAt(place)} of ${total} clips (${percent(this.shareAt(place))})`;
  }
}
