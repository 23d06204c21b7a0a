import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedView } from "../../notebook/resolve";
import { dataBehind } from "../running/figures/source";
import { showView } from "../running/viewCell";
import { knownData } from "./context";
import type { Desk } from "./desk";
import { sourceOf } from "./source";
import { ended, plainStatus } from "./status";
import { stoppedEarly, type Work } from "./work";

/** Shows what runs or data look like. @throws HglError "cell" when there is nothing to show yet */
export async function executeView(desk: Desk, work: Work<ResolvedView>): Promise<CellEnd> {
  const { cell, opened, execution, stop } = work;
  const known = await knownData(opened, desk.datasets);
  try {
    const dataHash = known.get(dataBehind(opened.cells, cell.of))?.contentHash ?? undefined;
    const { output, cached } = await showView(cell, sourceOf(desk, work), dataHash);
    await desk.tell("outputs", { execution, outputs: [output] });
    return ended(plainStatus("done", cached));
  } catch (error) {
    if (stop.aborted) return stoppedEarly(cell.id);
    throw error;
  }
}
