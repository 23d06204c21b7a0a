import type { CellOutput, CellStatus } from "../../common/wire/worker";
import type { Translate } from "../translate";
import type { ShownError } from "./outcome";
import type { NotebookReading } from "./reading";
import type { MadeFrom } from "./staleness";
import { staleReason } from "./staleness";

/** What a cell shows and why. */
export interface Shown {
  outputs: readonly CellOutput[];
  status: CellStatus | null;
  /** Why it failed or stopped, one sentence. */
  message: string | null;
  error: ShownError | null;
  /** True when its worker died: its training may go on, and is followed again when the user says so. */
  lost: boolean;
  /** Null where it was made from a text that is not known here, or has no outputs. */
  made: MadeFrom | null;
  stale: string | null;
  skipped: string | null;
}

/** What the cells of one notebook show; C is the editor's object for a cell. */
export class ShownCells<C> {
  readonly #cells = new Map<C, Shown>();

  get(cell: C): Shown | undefined {
    return this.#cells.get(cell);
  }

  /** What a cell shows, to be changed; nothing at first. */
  of(cell: C): Shown {
    let shown = this.#cells.get(cell);
    if (!shown) {
      shown = {
        outputs: [],
        status: null,
        message: null,
        error: null,
        lost: false,
        made: null,
        stale: null,
        skipped: null,
      };
      this.#cells.set(cell, shown);
    }
    return shown;
  }

  /** Forgets what a cell has shown. */
  delete(cell: C): void {
    this.#cells.delete(cell);
  }

  /** The statuses of all cells that have one, as they are now. */
  statuses(): ReadonlyMap<C, CellStatus> {
    return new Map(
      [...this.#cells].flatMap(([cell, { status }]) => (status === null ? [] : [[cell, status] as const])),
    );
  }

  /**
   * Train cells whose runs have all been deleted, and the ensembles, views and tables of them. `before` is what the statuses were when the store was asked: a cell that has
   * got another one since is left out. `store` has the ids of the runs that there are and of the cells it can show.
   */
  ofDeletedRuns(
    reading: NotebookReading<C>,
    before: ReadonlyMap<C, CellStatus>,
    store: { readonly runs: ReadonlySet<string>; readonly cells: ReadonlySet<string> },
  ): readonly C[] {
    const unanswered = reading.cells.filter(({ id }) => id === null || !store.cells.has(id));
    const trains = unanswered.filter(({ kind, cell }) => {
      const shown = this.#cells.get(cell);
      if (kind !== "train" || !shown?.status || shown.error || shown.status !== before.get(cell)) return false;
      const { runs } = shown.status;
      return runs.length > 0 && !runs.some((run) => store.runs.has(run));
    });
    const ids = new Set(trains.flatMap(({ id }) => id ?? []));
    const views = unanswered.filter(
      ({ kind, needs }) => ["ensemble", "view", "table"].includes(kind) && needs.some((needed) => ids.has(needed)),
    );
    return [...trains, ...views].map(({ cell }) => cell);
  }

  /** Says anew which outputs are of an earlier text, and forgets cells that are gone; true when a cell became stale or fresh. */
  refresh(reading: NotebookReading<C>, t: Translate): boolean {
    const present = new Map(reading.cells.map((read) => [read.cell, read]));
    let changed = false;
    for (const [cell, shown] of [...this.#cells]) {
      const read = present.get(cell);
      if (!read) {
        this.#cells.delete(cell);
      } else if (shown.made) {
        const stale = staleReason(shown.made, reading, read.id, t);
        changed ||= stale !== shown.stale;
        shown.stale = stale;
      }
    }
    return changed;
  }

  /** Cells whose outputs are of an earlier text, and why. */
  stale(): ReadonlyMap<C, string> {
    return new Map([...this.#cells].flatMap(([cell, { stale }]) => (stale === null ? [] : [[cell, stale] as const])));
  }
}

/** Whether a cell that shows one thing would look the same with the other. */
export function sameOutputs(a: readonly CellOutput[], b: readonly CellOutput[]): boolean {
  const sameOne = (one: CellOutput, other: CellOutput): boolean => {
    const types = Object.keys(one);
    return types.length === Object.keys(other).length && types.every((type) => one[type] === other[type]);
  };
  return a.length === b.length && a.every((output, i) => sameOne(output, b[i]!));
}
