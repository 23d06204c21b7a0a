import { accuracySpec, learningCurves, lossSpec, rateSpec } from "../../../figures/curves";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { Drawing, Paper } from "./draw";
import { groupsOf, type FigureSource } from "./source";

export async function drawCurves(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const groups = await groupsOf(cell, source);
  const curves = learningCurves(groups[0].runs.map(({ folder }) => folder.events()));
  const specOf = { accuracy: accuracySpec, loss: lossSpec, rate: rateSpec, gradient: rateSpec, speed: rateSpec }[
    cell.metric
  ];
  const { theme, height } = paper;
  return {
    svg: await renderToWidth(
      (width) => specOf(curves, { width, height: height ?? Math.round(paper.width * 0.5), theme }),
      paper.width,
    ),
    title: `Training curves of ${groups.map(({ id }) => `#${id}`).join(", ")}`,
    runs: groups.flatMap(({ runs }) => runs),
  };
}
