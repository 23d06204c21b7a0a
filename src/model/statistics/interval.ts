import { normalQuantile, tQuantile } from "./distributions";

/** An interval; at `confidence` 0.95 it covers the truth in 95 of 100 repetitions. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const CONFIDENCE = 0.95;

/** Whether no difference is among the values an interval holds. */
export function coversZero({ low, high }: Interval): boolean {
  return low <= 0 && high >= 0;
}

/**
 * Student's t interval of a mean over seeds, from `spreadOf`'s numbers (std divided by n - 1). Null for one seed, of which no spread is known.
 */
export function meanInterval(
  { mean, std, n }: { readonly mean: number; readonly std: number | null; readonly n: number },
  confidence = CONFIDENCE,
): Interval | null {
  if (std === null || n < 2) return null;
  const half = (tQuantile((1 + confidence) / 2, n - 1) * std) / Math.sqrt(n);
  return { low: mean - half, high: mean + half };
}

/** Wilson's score interval of a proportion (Wilson, JASA 22, 1927), without continuity correction. Throws RangeError for counts that are none. */
export function wilsonInterval(hits: number, clips: number, confidence = CONFIDENCE): Interval {
  checkCounts(hits, clips - hits);
  if (clips === 0) throw new RangeError("a proportion of 0 clips has no interval");
  const z = normalQuantile((1 + confidence) / 2);
  const p = hits / clips;
  const centre = p + (z * z) / (2 * clips);
  const half = z * Math.sqrt((p * (1 - p)) / clips + (z * z) / (4 * clips * clips));
  const scale = 1 + (z * z) / clips;
  return {
    low: hits === 0 ? 0 : (centre - half) / scale,
    high: hits === clips ? 1 : (centre + half) / scale,
  };
}

/** Throws RangeError unless every count is a whole number from 0. */
export function checkCounts(...counts: readonly number[]): void {
  const bad = counts.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) throw new RangeError(`${bad} is no count of clips`);
}
