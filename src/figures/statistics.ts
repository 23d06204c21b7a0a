/** Mean, sample standard deviation (divided by n - 1; null for one value) and number of values. */
export interface Spread {
  readonly mean: number;
  readonly std: number | null;
  readonly n: number;
}

/** Null when there is no value at all; values that are null are left out. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value): value is number => value !== null);
  const n = known.length;
  if (n === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, std: null, n };
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (n - 1)), n };
}
