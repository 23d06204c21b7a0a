import { HglError } from "../../common/errors";
import type { Asked, CellEnd } from "../../common/wire/worker";
import { openCell, openSoundCells } from "../running/openNotebook";
import { asExecution, mayAct, type Desk } from "./desk";
import { attachAblation, executeAblation } from "./executeAblation";
import { executeData } from "./executeData";
import { executeEnsemble } from "./executeEnsemble";
import { executeFigure, executeTable } from "./executeFigure";
import { executeModel } from "./executeModel";
import { executeText } from "./executeText";
import { attachTrain, executeTrain } from "./executeTrain";
import { executeView } from "./executeView";
import { ended, plainStatus } from "./status";
import type { Work } from "./work";

/**
 * Runs one cell to its end. A cell that fails is an answer, not a refused request.
 * @throws HglError "usage" where nothing may be run
 */
export async function execute(desk: Desk, asked: Asked<"execute">): Promise<CellEnd> {
  mayAct(desk, "running cells");
  return await working(desk, asked, async (work) => {
    const { cell } = work;
    switch (cell.kind) {
      case "data":
        return await executeData(desk, { ...work, cell });
      case "model":
        return await executeModel(desk, { ...work, cell });
      case "text":
        return await executeText(desk, { ...work, cell });
      case "train":
        return await executeTrain(desk, { ...work, cell });
      case "ablation":
        return await executeAblation(desk, { ...work, cell });
      case "ensemble":
        return await executeEnsemble(desk, { ...work, cell });
      case "view":
        return await executeView(desk, { ...work, cell });
      case "figure":
        return await executeFigure(desk, { ...work, cell });
      case "table":
        return await executeTable(desk, { ...work, cell });
    }
  });
}

/** Follows what is being trained for a cell; starts nothing, so that it is allowed everywhere. */
export async function attach(desk: Desk, asked: Asked<"attach">): Promise<CellEnd> {
  return await working(desk, asked, async (work) => {
    const { cell } = work;
    if (cell.kind === "train") return await attachTrain(desk, { ...work, cell });
    if (cell.kind === "ablation") return await attachAblation(desk, { ...work, cell });
    throw new HglError({ code: "usage", what: `#${cell.id} trains nothing, so there is nothing to follow` });
  });
}

async function working(
  desk: Desk,
  { path, text, cell, execution }: Asked<"execute">,
  work: (work: Work) => Promise<CellEnd>,
): Promise<CellEnd> {
  return await asExecution(desk, execution, async (stop) => {
    try {
      const needed = openCell(path, text, cell);
      const opened = { ...needed, cells: openSoundCells(path, text).cells };
      const own = needed.cells.find((one) => one.id === cell)!;
      return await work({ cell: own, opened, execution, stop });
    } catch (error) {
      if (!(error instanceof HglError) || error.code === "usage") throw error;
      return ended(plainStatus(error.code === "interrupted" ? "interrupted" : "failed", false), error.message);
    }
  });
}
