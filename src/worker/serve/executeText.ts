import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedText } from "../../notebook/resolve";
import { textOutput } from "../running/outputs/textOutput";
import type { Desk } from "./desk";
import { textsOf } from "./prepareTexts";
import { ended, plainStatus } from "./status";
import type { Work } from "./work";

/** Reads and encodes descriptions, which train cells then find beside the notebook, and tells what they are. */
export async function executeText(desk: Desk, work: Work<ResolvedText>): Promise<CellEnd> {
  const { facts, cached } = await textsOf(desk, work.cell, work);
  await desk.tell("outputs", { execution: work.execution, outputs: [textOutput(facts)] });
  return ended(plainStatus("done", cached));
}
