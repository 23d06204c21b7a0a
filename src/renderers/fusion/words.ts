/** The line of an ensemble cell that has these weights. */
export function cellLine(shares: readonly number[]): string {
  return `weights: [${shares.map((share) => Number(share.toFixed(3))).join(", ")}]`;
}
