import { HglError } from "../../../common/errors";
import type { ResolvedCell, ResolvedFigure, ResolvedTable } from "../../../notebook/resolve";
import type { Dataset } from "../../../model/data/dataset";
import type { KeyFor } from "../../text/keys";
import type { OpenedNotebook } from "../openNotebook";
import type { DataFacts } from "../dataCell";
import type { FinishedRun } from "../plan";

/** Where a figure's runs and data come from: an editor's worker, a terminal and a rebuilding find them in different ways. */
export interface FigureSource {
  readonly opened: OpenedNotebook;
  /** Aborted when what is made of it is wanted no more; absent where nobody asks for a stop. */
  readonly stop?: AbortSignal;
  /** Keys of endpoints that encode texts; absent where none can be asked for. */
  readonly keyFor?: KeyFor;
  /** The finished runs of a train cell, by seed in the cell's order. */
  finished(train: string): Promise<readonly FinishedRun[]>;
  /** The data set of a data cell. */
  dataset(data: string): Promise<Dataset>;
  /** What an earlier reading has told of a data cell's data; undefined where they were never read, or have changed. */
  known(data: string): Promise<DataFacts["card"] | undefined>;
}

/** The finished runs of one train cell. */
export interface RunGroup {
  readonly id: string;
  readonly runs: readonly FinishedRun[];
}

/** The runs of `of` and, after it, of `with`. @throws HglError "cell" naming the first that has no finished run */
export async function groupsOf(
  { id, of, with: beside }: Pick<ResolvedFigure | ResolvedTable, "id" | "of" | "with">,
  source: FigureSource,
): Promise<[RunGroup, ...RunGroup[]]> {
  const groups: RunGroup[] = [];
  for (const train of [of, ...beside]) groups.push(await groupOf(id, train, source));
  return groups as [RunGroup, ...RunGroup[]];
}

export async function groupOf(cell: string, train: string, source: FigureSource): Promise<RunGroup> {
  const runs = await source.finished(train);
  if (runs.length > 0) return { id: train, runs };
  throw new HglError({
    code: "cell",
    where: `#${cell}`,
    what: `#${train} has no finished run to show`,
    next: `run #${train} first`,
  });
}

/** The data cell behind a data or train cell. */
export function dataBehind(cells: readonly ResolvedCell[], id: string): string {
  const cell = cells.find((one) => one.id === id);
  return cell?.kind === "train" ? cell.data : id;
}
