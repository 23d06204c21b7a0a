import { embeddingSpec } from "../../../figures/embedding";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import { embeddingPayload } from "../views/embeddingPoints";
import type { Drawing, Paper } from "./draw";
import { groupOf, type FigureSource } from "./source";

/** Clips of one split in the feature space of the first seed's run. */
export async function drawEmbedding(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const run = (await groupOf(cell.id, cell.of, source)).runs[0]!;
  const payload = await embeddingPayload(cell, run, source);
  const { theme, height, width } = paper;
  return {
    svg: await renderToWidth(
      (plot) => embeddingSpec(payload, { width: plot, theme, ...(height === undefined ? {} : { height }) }),
      width,
    ),
    title: payload.title,
    runs: [run],
  };
}
