/** "14,926": grouped as everywhere in the product, whatever the language of the page. */
export function counted(value: number): string {
  return value.toLocaleString("en-US");
}

/** "0 %", "<0.1 %", "4.2 %", "100 %". */
export function percent(share: number): string {
  if (share <= 0) return "0 %";
  if (share < 0.0005) return "<0.1 %";
  return `${share >= 0.9995 ? "100" : (100 * share).toFixed(1)} %`;
}

/** "84.2 ± 1.0 %", mean and sample standard deviation; no spread for one. */
export function spread(shares: readonly number[]): string {
  const middle = mean(shares);
  if (shares.length < 2) return `${(100 * middle).toFixed(1)} %`;
  const deviation = Math.sqrt(shares.reduce((sum, share) => sum + (share - middle) ** 2, 0) / (shares.length - 1));
  return `${(100 * middle).toFixed(1)} ± ${(100 * deviation).toFixed(1)} %`;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
