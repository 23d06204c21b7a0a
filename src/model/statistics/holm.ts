/**
 * Holm's step-down correction (Scandinavian Journal of Statistics 6, 1979): adjusted p in the order given, each to be compared with the level of
 * the whole family. Throws RangeError for what is no probability.
 */
export function holm(ps: readonly number[]): number[] {
  const bad = ps.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new RangeError(`${bad} is no probability`);
  const adjusted = new Array<number>(ps.length);
  let most = 0;
  const order = ps.map((_, at) => at).sort((a, b) => ps[a]! - ps[b]! || a - b);
  order.forEach((at, rank) => {
    most = Math.max(most, Math.min(1, (ps.length - rank) * ps[at]!));
    adjusted[at] = most;
  });
  return adjusted;
}
