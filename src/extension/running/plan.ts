import type { Translate } from "../translate";
import type { NotebookReading, ReadCell } from "./reading";
import { needsOf } from "./reading";

/** A cell that can run: it has an id and no error, and neither has any that it needs. */
export interface PlannedCell<C> extends ReadCell<C> {
  readonly id: string;
  /** Ids of all it needs, directly or not. */
  readonly closure: readonly string[];
}

export interface RefusedCell<C> {
  readonly cell: C;
  readonly sentence: string;
}

export interface Plan<C> {
  /** In dependency order, otherwise in the notebook's. */
  readonly run: readonly PlannedCell<C>[];
  readonly refused: readonly RefusedCell<C>[];
}

/** The selected cells with the cells they need. One that cannot run is refused, and what needs it too; the others run. */
export function planCells<C>(reading: NotebookReading<C>, selected: readonly C[], t: Translate): Plan<C> {
  const wanted = new Map<string, PlannedCell<C>>();
  const refused = new Map<C, string>();
  const chosen = new Set(selected);
  for (const one of reading.cells.filter(({ cell }) => chosen.has(cell))) {
    if (one.problem !== null || one.id === null) {
      refused.set(
        one.cell,
        one.problem ?? t('This cell has no id of its own; write one in its first line, as in "train #base".'),
      );
      continue;
    }
    const order = needsOf(reading, one.id).map((id) => reading.byId.get(id)!);
    const broken = order.filter(({ problem }) => problem !== null);
    for (const { cell, problem } of broken) refused.set(cell, problem!);
    if (broken.length > 0) {
      refused.set(one.cell, t("It needs #{0}, which has an error; correct that cell first.", broken[0]!.id!));
      continue;
    }
    for (const needed of order) wanted.set(needed.id!, planned(reading, needed));
  }
  return { run: [...wanted.values()], refused: [...refused].map(([cell, sentence]) => ({ cell, sentence })) };
}

/** A cell that has an id. */
export function planned<C>(reading: NotebookReading<C>, cell: ReadCell<C>): PlannedCell<C> {
  const id = cell.id!;
  return { ...cell, id, closure: needsOf(reading, id).filter((other) => other !== id) };
}
