/**
 * Numbers from 1 for people, cameras and set-ups that a table names in its own way: whole numbers stay what they are when all are,
 * other names count in the order of code units, and 0 stands for an empty cell. `words` lists the names in that order, or is
 * empty where nothing was renamed.
 */
export function numbered(cells: readonly string[]): {
  readonly numbers: readonly number[];
  readonly words: readonly string[];
} {
  const named = [...new Set(cells.filter((cell) => cell !== ""))];
  const whole = (cell: string): boolean => /^\d{1,9}$/.test(cell);
  if (named.every(whole)) return { numbers: cells.map(Number), words: [] };
  named.sort();
  const number = new Map(named.map((cell, at) => [cell, at + 1]));
  return { numbers: cells.map((cell) => number.get(cell) ?? 0), words: named };
}

/** A warning that says how names were numbered; none where they kept their numbers. */
export function renumberedWarning(what: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  const shown = words.slice(0, 3).map((word, at) => `${word} is ${at + 1}`);
  return [`The ${words.length} names of ${what} were numbered in their order: ${shown.join(", ")}${words.length > 3 ? " and so on" : ""}.`]; // prettier-ignore
}
