import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedTrain } from "../../notebook/resolve";
import { trainOutputs } from "../running/outputs/trainOutput";
import { planRuns } from "../running/plan";
import { machineHere, placesFor } from "../running/pool";
import { runsBeside, runsOf } from "../running/storedRuns";
import { beginOn, joinRuns } from "../running/train";
import { unlessStopped } from "../unlessStopped";
import { dataCell, knownData } from "./context";
import type { Desk } from "./desk";
import { followRuns, type Shown } from "./followRuns";
import { importData } from "./importData";
import { textsBehind } from "./prepareTexts";
import { stoppedEarly, type Work } from "./work";

/** Trains what is not trained yet, or follows whoever is at it already. */
export async function executeTrain(desk: Desk, work: Work<ResolvedTrain>): Promise<CellEnd> {
  const { cell, opened, stop } = work;
  const data = dataCell(opened.cells, cell.data)!;
  const dataset = await unlessStopped(importData(desk, data, work), stop);
  if (dataset === undefined || stop.aborted) return stoppedEarly(cell.id);
  const texts = await textsBehind(desk, work, dataset);
  if (stop.aborted) return stoppedEarly(cell.id);
  const planned = planRuns(cell, dataset, opened.path, texts);
  const needs = { threads: cell.runs[0]!.train.threads, memory: null };
  const places = placesFor(planned.length, cell.executor.atOnce, needs, machineHere());
  const underway = await beginOn(cell.executor, planned, { launch: desk.launch, places });
  return await followRuns(desk, work, underway, shownAs(cell));
}

/** The same for what is being trained already; starts nothing. */
export async function attachTrain(desk: Desk, work: Work<ResolvedTrain>): Promise<CellEnd> {
  const { cell, opened } = work;
  const known = await knownData(opened, desk.datasets);
  const runs = runsOf(cell, runsBeside(opened.path), known.get(cell.data)?.contentHash ?? null);
  return await followRuns(desk, work, await joinRuns(runs), shownAs(cell));
}

function shownAs({ id, runs }: ResolvedTrain): Shown {
  return {
    runs: runs.length,
    threads: runs[0]!.train.threads,
    outputs: (views, finished) => Promise.resolve(trainOutputs(id, views, finished)),
    renewed: false,
  };
}
