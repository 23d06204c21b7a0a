import { cellIdentities, problemsOf } from "../../notebook/index";
import type { Sheet } from "../../notebook/index";
import { analysisOf, hglCells } from "../../notebook/language/sheet";

/** What running needs to know of a code cell; C is the editor's own object for it. */
export interface ReadCell<C> {
  readonly cell: C;
  /** Null where the header names none, or one that an earlier cell has. */
  readonly id: string | null;
  readonly kind: string;
  /** Ids of the cells it names. */
  readonly needs: readonly string[];
  /** The first error in it, as a sentence; null when it has none. */
  readonly problem: string | null;
  /** One text of all that its result follows from, the cells it needs included; null while one of them has an error. */
  readonly identity: string | null;
  /** How many runs a train cell has; 0 for any other cell. */
  readonly seeds: number;
}

/** The code cells of a notebook as they stand in the editor, in its order. */
export interface NotebookReading<C> {
  readonly cells: readonly ReadCell<C>[];
  readonly byId: ReadonlyMap<string, ReadCell<C>>;
}

/** Reads all cells of a notebook, prose included, which may be wrong in any way; `cells[i]` is cell `i` of the sheet. */
export function readCells<C>(sheet: Sheet, open: readonly C[]): NotebookReading<C> {
  const problems = new Map<number, string>();
  for (const { cell, severity, message } of problemsOf(sheet))
    if (severity === "error" && !problems.has(cell)) problems.set(cell, asSentence(message));
  const checked = new Map(analysisOf(sheet).cells.map((cell) => [cell.index, cell]));
  const identities = cellIdentities(sheet.cells, sheet.frame);
  const byId = new Map<string, ReadCell<C>>();
  const cells = hglCells(sheet).map(({ index, id: named, kind }): ReadCell<C> => {
    const id = named && !byId.has(named) ? named : null;
    const sound = checked.get(index);
    const read = {
      cell: open[index]!,
      id,
      kind,
      needs: [...new Set(sound?.needs ?? [])],
      problem: problems.get(index) ?? null,
      identity: id === null ? null : (identities.get(id) ?? null),
      seeds: sound?.kind === "train" ? sound.value.seeds.length : 0,
    };
    if (id !== null) byId.set(id, read);
    return read;
  });
  return { cells, byId };
}

function asSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.?!]$/.test(message) ? "" : "."}`;
}

/** A cell's id and those of all it needs, directly or not, every one after what it needs itself; ids that no cell has are left out. */
export function needsOf<C>(reading: NotebookReading<C>, id: string): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (one: string): void => {
    const cell = reading.byId.get(one);
    if (!cell || seen.has(one)) return;
    seen.add(one);
    cell.needs.forEach(visit);
    order.push(one);
  };
  visit(id);
  return order;
}
