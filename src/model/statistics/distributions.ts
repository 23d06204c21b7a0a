// Other rooms that read this file need the declaration too.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./jstat.d.ts" />
import jStat from "jstat";

/** The standard normal distribution's quantile, p in (0, 1). */
export function normalQuantile(p: number): number {
  return jStat.normal.inv(p, 0, 1);
}

/** Quantile of Student's t, p in (0, 1). */
export function tQuantile(p: number, degrees: number): number {
  return jStat.studentt.inv(p, degrees);
}

/**
 * P(X <= k) of k heads in n throws of a fair coin, summed term by term: jStat's incomplete beta function is right to seven digits only in
 * the tails that a test looks at.
 */
export function fairCoinTail(k: number, n: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  let log = -n * Math.LN2;
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  let [ratio, sum] = [1, 1];
  for (let i = k; i > 0 && ratio > sum * 1e-17; i--) {
    ratio *= i / (n - i + 1);
    sum += ratio;
  }
  return Math.exp(log) * sum;
}
