import type { Translate } from "../translate";
import type { NotebookReading } from "./reading";
import { needsOf } from "./reading";

/** What the outputs of a cell were made from, as it stood then. */
export interface MadeFrom {
  readonly identity: string;
  /** The same of the cells it needs, directly or not, every one after what it needs itself; with the ids they had. */
  readonly needed: readonly { readonly id: string; readonly identity: string; readonly needs: readonly string[] }[];
}

/** Remembers what a cell's outputs are being made from; null while something in it is wrong. */
export function madeFrom<C>(reading: NotebookReading<C>, id: string): MadeFrom | null {
  const identity = reading.byId.get(id)?.identity ?? null;
  if (identity === null) return null;
  const needed = needsOf(reading, id).flatMap((other) => {
    const cell = reading.byId.get(other)!;
    return other === id || cell.identity === null ? [] : [{ id: other, identity: cell.identity, needs: cell.needs }];
  });
  return { identity, needed };
}

/** Why a cell's outputs are of an earlier text, in a few words; null while they are not. `id` is the cell's at present, null when it has none. */
export function staleReason<C>(
  made: MadeFrom,
  reading: NotebookReading<C>,
  id: string | null,
  t: Translate,
): string | null {
  if (id !== null && reading.byId.get(id)?.identity === made.identity) return null;
  const changed = made.needed.filter((cell) => reading.byId.get(cell.id)?.identity !== cell.identity);
  // A cell is changed by what it needs, too; the user edited the first of such a chain.
  const roots = changed.filter(({ needs }) => !needs.some((needed) => changed.some((other) => other.id === needed)));
  const [first] = roots;
  if (first === undefined) return t("edited since it ran");
  if (roots.length > 1) return t("{0} were edited", roots.map((cell) => `#${cell.id}`).join(", "));
  return reading.byId.has(first.id) ? t("#{0} was edited", first.id) : t("#{0} is gone", first.id);
}
