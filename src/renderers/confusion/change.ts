import type { Confusion, DecodedSide } from "../../common/payloads/confusion";
import {
  classChanges,
  countChanges,
  orderChanges,
  shareChanges,
  signed,
  together,
} from "../../common/payloads/confusionChange";
import type { ChangeOrder, ClassChange } from "../../common/payloads/confusionChange";
import { classTotals, clusterClasses, rowShares } from "../../common/payloads/confusionOrder";
import { percent } from "../frame/words";
import type { Place } from "../frame/cells";
import { Grid } from "./grid";
import type { Choice, Values } from "./grid";

/** A payload that takes something away. */
export type Difference = Confusion & { readonly minus: DecodedSide };

/** Smaller changes leave a cell empty: they would read as 0.0. */
const LEAST = 0.0005;
/** Changes of share from here on have the full colour: hardly a cell changes by more. */
const STRONG = 0.25;

/** What changes from one train cell to another. Blue is for the better: more clips recognised, fewer confused. */
export class Change extends Grid {
  readonly orders: Choice<ChangeOrder> = [
    ["change", "most lost first"],
    ["data", "as in the data set"],
    ["name", "by name"],
    ["error", "worst now first"],
    ["cluster", "by cluster"],
  ];
  readonly values: Choice<Values> = [
    ["share", "points of the true class"],
    ["count", "clips of one seed"],
  ];
  readonly hues = { blue: "better: more recognised, fewer confused", orange: "worse" };
  private readonly shares: { readonly before: number[][]; readonly now: number[][]; readonly change: number[][] };
  private readonly counts: number[][];
  private readonly totals: readonly number[];
  private readonly largest: number;

  constructor(private readonly difference: Difference) {
    super(difference);
    const { minus } = difference;
    this.shares = {
      before: rowShares(minus.counts),
      now: rowShares(difference.counts),
      change: shareChanges(difference, minus),
    };
    this.counts = countChanges(difference, minus);
    this.totals = classTotals(difference.counts);
    this.largest = this.counts.reduce(
      (most, row) => row.reduce((max, one) => Math.max(max, Math.abs(one)), most),
      1e-9,
    );
    this.sort("change");
  }

  sort(order: ChangeOrder): void {
    const { difference } = this;
    const { minus } = difference;
    if (order !== "cluster") return this.arrange(orderChanges(difference, minus, this.classes, order));
    const { order: clustered, blocks } = clusterClasses(together(difference, minus));
    this.arrange(clustered, blocks);
  }

  /** Changes of the classes, in the order drawn. */
  changes(): ClassChange[] {
    const all = classChanges(this.difference, this.difference.minus);
    return Array.from({ length: this.size }, (_, row) => all[this.classAt(row)]!);
  }

  levelAt(place: Place, values: Values): number {
    const change = Math.abs(this.valueAt(values, place));
    if (change < LEAST) return 0;
    return values === "share" ? Math.min(1, change / STRONG) : change / this.largest;
  }

  isBlueAt(place: Place): boolean {
    return this.valueAt("share", place) > 0 === (place.row === place.column);
  }

  textAt(place: Place, values: Values): string {
    const value = values === "share" ? 100 * this.valueAt(values, place) : this.valueAt(values, place);
    const whole = values === "share" ? Math.abs(value) >= 0.5 : Number.isInteger(value);
    return signed(value, whole ? 0 : 1);
  }

  sentence(place: Place): string {
    if (this.totals[this.classAt(place.row)] === 0) return `${this.nameAt(place.row)}: no clips`;
    const { truth, predicted } = this.pairAt(place);
    const { before, now, change } = this.shares;
    const [from, to] = [percent(before[truth]![predicted]!), percent(now[truth]![predicted]!)];
    const points = signed(100 * change[truth]![predicted]!);
    return `${this.subject(place)}: ${from} → ${to} (${points} points, ${signed(this.counts[truth]![predicted]!)} clips)`;
  }

  private valueAt(values: Values, place: Place): number {
    const { truth, predicted } = this.pairAt(place);
    return (values === "share" ? this.shares.change : this.counts)[truth]![predicted]!;
  }
}
