import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedFigure, ResolvedTable } from "../../notebook/resolve";
import type { Desk } from "./desk";
import { figureOutput } from "../running/outputs/figureOutput";
import { tableOutput } from "../running/outputs/tableOutput";
import { sourceOf } from "./source";
import { ended, plainStatus } from "./status";
import { stoppedEarly, type Work } from "./work";

/** Draws a figure and writes its files. @throws HglError "cell" when there is nothing to show yet */
export async function executeFigure(desk: Desk, work: Work<ResolvedFigure>): Promise<CellEnd> {
  const { cell, execution, stop } = work;
  const { makeFigure } = await import("../running/figures/figureCell");
  try {
    const payload = await makeFigure(cell, sourceOf(desk, work), stop);
    await desk.tell("outputs", { execution, outputs: [figureOutput(payload)] });
    await warn(desk, work, payload.warnings);
    return ended(plainStatus("done", false));
  } catch (error) {
    if (stop.aborted) return stoppedEarly(cell.id);
    throw error;
  }
}

/** Lists results and writes their files. @throws HglError "cell" when there is nothing to list yet */
export async function executeTable(desk: Desk, work: Work<ResolvedTable>): Promise<CellEnd> {
  const { cell, execution } = work;
  const [{ tableOf, writeTable }, { tableWarnings }] = await Promise.all([
    import("../running/figures/tableCell"),
    import("../running/figures/glyphWarnings"),
  ]);
  const source = sourceOf(desk, work);
  const table = await tableOf(cell, source);
  const files = writeTable(cell, table, source);
  const warnings = tableWarnings(cell, table);
  await desk.tell("outputs", { execution, outputs: [tableOutput(table, files, warnings)] });
  await warn(desk, work, warnings);
  return ended(plainStatus("done", false));
}

async function warn(desk: Desk, { cell, execution }: Work, sentences: readonly string[]): Promise<void> {
  for (const sentence of sentences) await desk.tell("warning", { execution, message: `#${cell.id}: ${sentence}` });
}
