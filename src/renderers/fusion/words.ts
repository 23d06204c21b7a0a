import { mean } from "./scores";

/** "84.2 ± 1.0 %"; no spread for one. */
export function spread(shares: readonly number[]): string {
  const middle = mean(shares);
  if (shares.length < 2) return `${(100 * middle).toFixed(1)} %`;
  const variance = shares.reduce((sum, share) => sum + (share - middle) ** 2, 0) / (shares.length - 1);
  return `${(100 * middle).toFixed(1)} ± ${(100 * Math.sqrt(variance)).toFixed(1)} %`;
}

/** The line of an ensemble cell that has these weights. */
export function cellLine(shares: readonly number[]): string {
  return `weights: [${shares.map((share) => Number(share.toFixed(3))).join(", ")}]`;
}
