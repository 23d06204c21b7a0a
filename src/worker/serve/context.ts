import { dataCard } from "../../model/data/card";
import type { ResolvedCell, ResolvedData, ResolvedTrain } from "../../notebook/resolve";
import { storedData, type DataFacts } from "../running/dataCell";
import type { Datasets } from "../running/datasets";
import type { OpenedNotebook } from "../running/openNotebook";
import { finishedAmong, type FinishedRun } from "../running/plan";
import { runsBeside, runsOf, type StoredRun } from "../running/storedRuns";

/** The data sets of a notebook as far as they are known without reading them, by the id of the data cell. */
export async function knownData(
  { cells, path }: OpenedNotebook,
  datasets: Datasets,
): Promise<ReadonlyMap<string, DataFacts["card"]>> {
  const known = new Map<string, DataFacts["card"]>();
  for (const cell of cells) {
    if (cell.kind !== "data") continue;
    const stored = await storedData(cell, cells, path);
    if (stored && !stored.stale) known.set(cell.id, stored.facts.card);
    else {
      const dataset = await datasets.peek(cell.config);
      if (dataset) known.set(cell.id, dataCard(dataset));
    }
  }
  return known;
}

/** The content hash of each data cell's data as far as it is known; null for others. */
export async function hashesOf(opened: OpenedNotebook, datasets: Datasets): Promise<(data: string) => string | null> {
  const known = await knownData(opened, datasets);
  return (data) => known.get(data)?.contentHash ?? null;
}

/** The finished runs of a train cell, found without reading its data. */
export async function finishedRuns(
  train: ResolvedTrain,
  opened: OpenedNotebook,
  datasets: Datasets,
  stored: readonly StoredRun[] = runsBeside(opened.path),
): Promise<FinishedRun[]> {
  const known = await knownData(opened, datasets);
  return finishedAmong(runsOf(train, stored, known.get(train.data)?.contentHash ?? null));
}

export function trainCell(cells: readonly ResolvedCell[], id: string): ResolvedTrain | undefined {
  const cell = cells.find((one) => one.id === id);
  return cell?.kind === "train" ? cell : undefined;
}

export function dataCell(cells: readonly ResolvedCell[], id: string): ResolvedData | undefined {
  const cell = cells.find((one) => one.id === id);
  return cell?.kind === "data" ? cell : undefined;
}
