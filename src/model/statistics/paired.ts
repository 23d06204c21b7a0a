import { HglError } from "../../common/errors";
import { fairCoinTail } from "./distributions";
import { checkCounts, CONFIDENCE, wilsonInterval } from "./interval";
import type { Interval } from "./interval";

/** Two classifiers on the same clips: both right, only one of them, neither. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/** Counts from hits, 1 where a prediction is right, clip by clip. Throws HglError "data" where the runs have different numbers of clips. */
export function pairedCounts(first: ArrayLike<number>, second: ArrayLike<number>): PairedCounts {
  if (first.length !== second.length) {
    const what = `one run has ${first.length} clips and the other ${second.length}`;
    throw new HglError({ code: "data", what, next: "compare runs on the same clips" });
  }
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (let clip = 0; clip < first.length; clip++) {
    if (first[clip]) counts[second[clip] ? "both" : "onlyFirst"]++;
    else counts[second[clip] ? "onlySecond" : "neither"]++;
  }
  return counts;
}

/**
 * Two-sided p of McNemar's test, exact: the binomial of the clips on which just one run is right (McNemar, Psychometrika 12, 1947). 1 where
 * there is no such clip.
 */
export function mcNemar({ onlyFirst, onlySecond }: Pick<PairedCounts, "onlyFirst" | "onlySecond">): number {
  checkCounts(onlyFirst, onlySecond);
  return Math.min(1, 2 * fairCoinTail(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond));
}

/** The second run's accuracy less the first's, as a share. */
export function pairedDifference({ both, onlyFirst, onlySecond, neither }: PairedCounts): number {
  return (onlySecond - onlyFirst) / (both + onlyFirst + onlySecond + neither);
}

/**
 * Interval of `pairedDifference`: Newcombe's method 10, from two Wilson intervals and the corrected phi coefficient (Newcombe, Statistics in
 * Medicine 17, 1998, 2635–2650). Unlike Wald's it stays within [-1, 1] and has a width where the runs differ on no clip.
 */
export function newcombeInterval(counts: PairedCounts, confidence = CONFIDENCE): Interval {
  const { both, onlyFirst, onlySecond, neither } = counts;
  checkCounts(both, onlyFirst, onlySecond, neither);
  const clips = both + onlyFirst + onlySecond + neither;
  const [first, second] = [both + onlyFirst, both + onlySecond];
  const [a, b] = [wilsonInterval(first, clips, confidence), wilsonInterval(second, clips, confidence)];
  const phi = phiOf(counts);
  const [p, q] = [first / clips, second / clips];
  const reach = (own: number, other: number): number =>
    Math.sqrt(Math.max(0, own * own - 2 * phi * own * other + other * other));
  const difference = pairedDifference(counts);
  return {
    low: Math.max(-1, difference - reach(q - b.low, a.high - p)),
    high: Math.min(1, difference + reach(b.high - q, p - a.low)),
  };
}

/** Correlation of the two runs' hits, a positive one continuity-corrected; 0 where a margin is empty. */
function phiOf({ both, onlyFirst, onlySecond, neither }: PairedCounts): number {
  const margins = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
  if (margins === 0) return 0;
  const determinant = both * neither - onlyFirst * onlySecond;
  const half = (both + onlyFirst + onlySecond + neither) / 2;
  return (determinant > 0 ? Math.max(determinant - half, 0) : determinant) / Math.sqrt(margins);
}
