import { confusionPayload, confusionSpec } from "../../../figures/confusion";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { Drawing, Paper } from "./draw";
import { groupOf, type FigureSource } from "./source";

export async function drawClasses(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const group = await groupOf(cell.id, cell.of!, source);
  const { classes } = group.runs[0]!.result;
  const payload = confusionPayload(
    "Confusion",
    classes,
    group.runs.map(({ result }) => result.test),
  );
  return {
    svg: await renderToWidth((side) => confusionSpec(payload, { side, theme: paper.theme }), paper.width),
    title: `True against predicted classes of #${group.id}, test split`,
    runs: group.runs,
  };
}
