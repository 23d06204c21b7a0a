import { curveFigureSpec, learningCurves } from "../../../figures/curves";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { Drawing, Paper } from "./draw";
import { groupsOf, type FigureSource } from "./source";

/** Of the plot area to the width of the figure, where the cell says no height. */
const FLAT = 0.5;

export async function drawCurves(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const groups = await groupsOf(cell, source);
  const cells = groups.map(({ id, runs }) => ({
    name: id,
    curves: learningCurves(runs.map(({ folder }) => folder.events())),
  }));
  const height = paper.height ?? Math.round(paper.width * FLAT);
  return {
    svg: await renderToWidth(
      (width) => curveFigureSpec(cells, cell.metric, { width, height, theme: paper.theme }),
      paper.width,
    ),
    title: `Training curves (${cell.metric}) of ${groups.map(({ id }) => `#${id}`).join(", ")}`,
    runs: groups.flatMap(({ runs }) => runs),
  };
}
