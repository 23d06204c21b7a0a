import { textWidth } from "./textWidth";

/** What an entry has beside its words, px: the sign, and the gaps around both. */
const BESIDE_WORDS = 36;

/** Columns of a legend above or below a plot, so that it is no wider than `width` px; longer names are cut. */
export function legendColumns(
  names: readonly string[],
  fontSize: number,
  width: number,
): { readonly columns: number; readonly labelLimit: number } {
  const widest = Math.max(...names.map((name) => textWidth(name, fontSize)), 0);
  const columns = Math.max(1, Math.min(names.length, Math.floor(width / (widest + BESIDE_WORDS))));
  return { columns, labelLimit: Math.max(BESIDE_WORDS, Math.floor(width / columns) - BESIDE_WORDS) };
}
