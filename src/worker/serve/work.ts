import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedCell } from "../../notebook/resolve";
import type { OpenedNotebook } from "../running/openNotebook";
import { ended, plainStatus } from "./status";

/** What an execution works with. */
export interface Work<C extends ResolvedCell = ResolvedCell> {
  readonly cell: C;
  /** The notebook with the cells that could run, this one and what it needs among them. */
  readonly opened: OpenedNotebook;
  readonly execution: string;
  readonly stop: AbortSignal;
}

/** The end of a cell that was stopped before it had anything to show. */
export function stoppedEarly(id: string): CellEnd {
  return ended(plainStatus("interrupted", false), `#${id}: stopped; run the cell again.`);
}
