import { HglError } from "../../common/errors";
import type { Answered, Asked } from "../../common/wire/worker";
import type { Dataset } from "../../model/data/dataset";
import { openCell, type OpenedNotebook } from "../running/openNotebook";
import type { PlannedRun } from "../running/plan";
import { runsBeside } from "../running/storedRuns";
import { picksOfData, picksOfRun, skeletonPayload } from "../running/views/skeletonClips";
import { count } from "../words";
import { dataCell, finishedRuns, trainCell } from "./context";
import { mayAct, type Desk } from "./desk";

/** Clips that a view wants to see move. @throws HglError "cell", "data", "store"; "usage" where only looking is allowed */
export async function clips(
  desk: Desk,
  { path, text, cell, clips: ids, run: wanted }: Asked<"clips">,
): Promise<Answered<"clips">> {
  mayAct(desk, "reading clips");
  const opened = openCell(path, text, cell);
  const train = trainCell(opened.cells, cell);
  const data = dataCell(opened.cells, train?.data ?? cell);
  if (!data)
    throw new HglError({
      code: "cell",
      where: `#${cell}`,
      what: "it is no data or train cell, so it has no clips",
      next: "run the cell of the view again",
    });
  const dataset = await desk.datasets.load(data.config, opened.path);
  const run =
    wanted !== undefined
      ? runNamed(wanted, cell, opened, dataset)
      : train && (await finishedRuns(train, opened, desk.datasets))[0];
  const view = { id: cell, clips: ids, count: ids.length };
  const picks = run ? picksOfRun(view, dataset, run) : picksOfData(view, dataset);
  return { payload: skeletonPayload(`#${cell}: ${count(ids.length, "clip")}`, dataset, picks) };
}

/** A run that a view shows, which may be of an earlier text of the cell. */
function runNamed(id: string, cell: string, { path }: OpenedNotebook, { contentHash }: Dataset): PlannedRun {
  const run = runsBeside(path).find(({ spec, folder }) => spec.runId === id && folder.storedResult());
  if (run?.spec.dataHash === contentHash) return run!;
  throw new HglError({
    code: "cell",
    where: `#${cell}`,
    what: run ? `run ${id} was trained on other data than these` : `run ${id} is not in the store any more`,
    next: `run #${cell} again`,
  });
}
