import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedData } from "../../notebook/resolve";
import { tellData } from "../running/dataCell";
import { unlessStopped } from "../unlessStopped";
import type { Desk } from "./desk";
import { importData } from "./importData";
import { dataOutput } from "../running/outputs/dataOutput";
import { ended, plainStatus } from "./status";
import { stoppedEarly, type Work } from "./work";

/** Reads the data set, which later cells then find in memory, and tells what is in it. */
export async function executeData(desk: Desk, work: Work<ResolvedData>): Promise<CellEnd> {
  const { cell, opened, execution, stop } = work;
  const cached = (await desk.datasets.peek(cell.config)) !== undefined;
  const dataset = await unlessStopped(importData(desk, cell, work), stop);
  if (dataset === undefined) return stoppedEarly(cell.id);
  const facts = await tellData(cell, dataset, opened.cells, opened.path);
  await desk.tell("outputs", { execution, outputs: [dataOutput(facts)] });
  if (typeof facts.split === "string") return ended(plainStatus("failed", false), facts.split);
  return ended(plainStatus("done", cached));
}
