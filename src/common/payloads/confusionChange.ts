import type { ConfusionSide, Counts } from "./confusion";
import { classTotals, orderClasses, recalls, rowShares } from "./confusionOrder";

/** Orders of the classes of a difference: most lost first, and those of a single matrix. */
export const CHANGE_ORDERS = ["change", "data", "name", "error", "cluster"] as const;
export type ChangeOrder = (typeof CHANGE_ORDERS)[number];

type Side = Pick<ConfusionSide, "counts" | "evaluations">;

/** What became of a class. */
export interface ClassChange {
  readonly index: number;
  /** Share of its clips that were recognised; null for a class without clips. */
  readonly before: number | null;
  readonly now: number | null;
  /** Points of share, `now` less `before`; 0 for a class without clips. */
  readonly change: number;
  /** Recognised clips of one evaluation, on average, now less before. */
  readonly clips: number;
}

/** Every class with its change, in the order of the data. */
export function classChanges(now: Side, minus: Side): ClassChange[] {
  const [after, before] = [recalls(now.counts), recalls(minus.counts)];
  return after.map((share, index) => ({
    index,
    before: before[index]!,
    now: share,
    change: share === null || before[index] === null ? 0 : share - before[index]!,
    clips: now.counts[index]![index]! / now.evaluations - minus.counts[index]![index]! / minus.evaluations,
  }));
}

/** Row-normalised shares of one matrix less those of the other, in [-1, 1]. */
export function shareChanges(now: Side, minus: Side): number[][] {
  const before = rowShares(minus.counts);
  return rowShares(now.counts).map((row, i) => row.map((share, j) => share - before[i]![j]!));
}

/** Clips of one evaluation, on average, in each cell of one matrix less those of the other. */
export function countChanges(now: Side, minus: Side): number[][] {
  return now.counts.map((row, i) =>
    row.map((count, j) => count / now.evaluations - minus.counts[i]![j]! / minus.evaluations),
  );
}

/** Both matrices together, each with the weight of one evaluation: what is confused in either. */
export function together(now: Side, minus: Side): Counts {
  return now.counts.map((row, i) =>
    row.map((count, j) => count / now.evaluations + minus.counts[i]![j]! / minus.evaluations),
  );
}

/** Class indices; "change" puts the largest loss first, classes without clips last, "error" goes by `now`, "cluster" by both. */
export function orderChanges(now: Side, minus: Side, classes: readonly string[], order: ChangeOrder): number[] {
  if (order !== "change") return orderClasses(order === "cluster" ? together(now, minus) : now.counts, classes, order);
  const totals = classTotals(now.counts);
  const changes = classChanges(now, minus);
  const key = (index: number): number => (totals[index] ? changes[index]!.change : Infinity);
  return classes.map((_, index) => index).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
}

/** "+12.5", "−3.0", "0.0": a true minus sign, as tables print it. */
export function signed(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}
