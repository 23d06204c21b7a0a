import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedEnsemble } from "../../notebook/resolve";
import { makeEnsemble } from "../running/ensemble/ensembleCell";
import { ensembleOutputs, warningsOf } from "../running/outputs/ensembleOutput";
import type { Desk } from "./desk";
import { sourceOf } from "./source";
import { ended, plainStatus } from "./status";
import type { Work } from "./work";

/** Fuses the scores of train cells and files. @throws HglError "cell" when a member has nothing to fuse yet */
export async function executeEnsemble(desk: Desk, work: Work<ResolvedEnsemble>): Promise<CellEnd> {
  const { cell, execution } = work;
  const { facts, cached } = await makeEnsemble(cell, sourceOf(desk, work));
  await desk.tell("outputs", { execution, outputs: await ensembleOutputs(facts) });
  for (const sentence of warningsOf(facts)) {
    await desk.tell("warning", { execution, message: `#${cell.id}: ${sentence}.` });
  }
  return ended(plainStatus("done", cached));
}
