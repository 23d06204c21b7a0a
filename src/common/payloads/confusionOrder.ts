import type { Counts } from "./confusion";
import { seriate, type Seriation } from "./seriation";

/** Orders of the classes along both axes: as in the data set, by name, worst recall first, or those that are confused side by side. */
export const CONFUSION_ORDERS = ["data", "name", "error", "cluster"] as const;
export type ConfusionOrder = (typeof CONFUSION_ORDERS)[number];

/** Two classes taken for each other; `share` is of the true class's clips. */
export interface ConfusedPair {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  readonly share: number;
}

/** Clips of each true class. */
export function classTotals(counts: Counts): number[] {
  return counts.map((row) => row.reduce((sum, count) => sum + count, 0));
}

/** Row-normalised counts: the share of class i's clips predicted as j; a class without clips has a row of zeros. */
export function rowShares(counts: Counts): number[][] {
  const totals = classTotals(counts);
  return counts.map((row, i) => row.map((count) => (totals[i] ? count / totals[i]! : 0)));
}

/** Share of each class's own clips that were recognised; null for a class without clips. */
export function recalls(counts: Counts): (number | null)[] {
  return classTotals(counts).map((total, i) => (total ? counts[i]![i]! / total : null));
}

/** Share of all clips on the diagonal; null when there are none. */
export function accuracyOf(counts: Counts): number | null {
  const total = classTotals(counts).reduce((sum, value) => sum + value, 0);
  return total ? counts.reduce((sum, row, i) => sum + row[i]!, 0) / total : null;
}

/**
 * Class indices in the order asked for; "cluster" is `clusterClasses`. "error" puts the lowest recall first and classes without clips last; ties keep the data set's
 * order. "name" compares code points after case folding, so that the order does not depend on the machine's locale.
 */
export function orderClasses(counts: Counts, classes: readonly string[], order: ConfusionOrder): number[] {
  const indices = classes.map((_, i) => i);
  if (order === "name") {
    const keys = classes.map((name) => name.toLowerCase());
    return indices.sort((a, b) => compare(keys[a]!, keys[b]!) || a - b);
  }
  if (order === "error") {
    const recall = recalls(counts);
    return indices.sort((a, b) => (recall[a] ?? 2) - (recall[b] ?? 2) || a - b);
  }
  return order === "cluster" ? [...clusterClasses(counts).order] : indices;
}

/** Two classes are a block from this mean share of confused clips on, and where it is so many times the mean of all pairs. */
const LEAST_SHARE = 0.03;
const ABOVE_MEAN = 2;

/**
 * Classes that are taken for each other side by side (`seriate`), by the mean share of clips that go astray between two classes, either
 * way; the blocks are those that stand out from the mean of all pairs.
 */
export function clusterClasses(counts: Counts): Seriation {
  const shares = rowShares(counts);
  const n = shares.length;
  const similarity = shares.map((row, i) => row.map((share, j) => (i === j ? 0 : (share + shares[j]![i]!) / 2)));
  const sum = similarity.reduce((total, row) => total + row.reduce((part, value) => part + value, 0), 0);
  return seriate(similarity, Math.max(LEAST_SHARE, (ABOVE_MEAN * sum) / Math.max(1, n * (n - 1))));
}

/** The `limit` off-diagonal cells with the most clips, larger share first among equals, then the data set's order. */
export function topConfusedPairs(counts: Counts, limit: number): ConfusedPair[] {
  const totals = classTotals(counts);
  const pairs: ConfusedPair[] = [];
  counts.forEach((row, truth) =>
    row.forEach((count, predicted) => {
      if (count > 0 && truth !== predicted) pairs.push({ truth, predicted, count, share: count / totals[truth]! });
    }),
  );
  pairs.sort((a, b) => b.count - a.count || b.share - a.share || a.truth - b.truth || a.predicted - b.predicted);
  return pairs.slice(0, limit);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
