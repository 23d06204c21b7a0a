import type { Asked } from "../../common/wire/worker";
import { openSoundCells } from "../running/openNotebook";
import { runsBeside, runsOf } from "../running/storedRuns";
import { finishedAmong, knownData } from "./context";
import { mayAct, type Desk } from "./desk";

/** Writes the HTML report of the finished runs of a notebook, as `hgl run --report` does. @throws HglError "disk" */
export async function report(desk: Desk, { path, text, file }: Asked<"report">): Promise<Record<string, never>> {
  mayAct(desk, "writing reports");
  const opened = openSoundCells(path, text);
  const known = await knownData(opened, desk.datasets);
  const stored = runsBeside(opened.path);
  const finished = opened.cells.flatMap((cell) =>
    cell.kind === "train"
      ? finishedAmong(runsOf(cell, stored, known.get(cell.data)?.contentHash ?? null)).map((run) => ({
          ...run,
          cell: cell.id,
        }))
      : [],
  );
  const { writeReport } = await import("../running/report");
  await writeReport(file, opened, opened.cells, finished);
  return {};
}
