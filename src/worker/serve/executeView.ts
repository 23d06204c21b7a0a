import { HglError } from "../../common/errors";
import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedSkeleton, ResolvedView } from "../../notebook/resolve";
import type { FinishedRun } from "../running/plan";
import { showSkeletons } from "../running/viewCell";
import { unlessStopped } from "../unlessStopped";
import { dataCell, finishedRuns, trainCell } from "./context";
import type { Desk } from "./desk";
import { importData } from "./importData";
import { confusionOutput } from "./outputs/confusionOutput";
import { skeletonOutput } from "./outputs/skeletonOutput";
import { ended, plainStatus } from "./status";
import { stoppedEarly, type Work } from "./work";

/** Shows what runs or data look like. @throws HglError "cell" when there is nothing to show yet */
export async function executeView(desk: Desk, work: Work<ResolvedView>): Promise<CellEnd> {
  const { cell, opened, execution } = work;
  if (cell.view === "skeleton") return await executeSkeleton(desk, { ...work, cell });
  const runs = await finishedOf(desk, work);
  const output = await confusionOutput(cell, opened.name, runs);
  await desk.tell("outputs", { execution, outputs: [output] });
  return ended(plainStatus("done", true));
}

async function executeSkeleton(desk: Desk, work: Work<ResolvedSkeleton>): Promise<CellEnd> {
  const { cell, opened, execution, stop } = work;
  const run = cell.ofKind === "train" ? (await finishedOf(desk, work))[0] : undefined;
  const data = dataCell(opened.cells, run ? trainCell(opened.cells, cell.of)!.data : cell.of)!;
  const cached = (await desk.datasets.peek(data.config)) !== undefined;
  const dataset = await unlessStopped(importData(desk, data, execution), stop);
  if (dataset === undefined) return stoppedEarly(cell.id);
  const payload = showSkeletons({ view: cell, dataHash: dataset.contentHash ?? "", run }, dataset, opened.path);
  await desk.tell("outputs", { execution, outputs: [skeletonOutput(payload)] });
  return ended(plainStatus("done", cached));
}

async function finishedOf(desk: Desk, { cell, opened }: Work<ResolvedView>): Promise<FinishedRun[]> {
  const runs = await finishedRuns(trainCell(opened.cells, cell.of)!, opened, desk.datasets);
  if (runs.length > 0) return runs;
  throw new HglError({
    code: "cell",
    where: `#${cell.id}`,
    what: `#${cell.of} has no finished run to show`,
    next: `run #${cell.of} first`,
  });
}
