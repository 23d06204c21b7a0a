import { HglError } from "../../../common/errors";
import { customSpec, tablesNamed } from "../../../figures/custom";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { Drawing, Paper } from "./draw";
import { attentionRows } from "./attentionRows";
import { runTables, TABLES } from "./runTables";
import { groupsOf, type FigureSource } from "./source";

/** A vega-lite specification of the user's over the tables of the runs. */
export async function drawCustom(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const groups = await groupsOf(cell, source);
  const spec = cell.spec!;
  const wanted = tablesNamed(spec, TABLES);
  const tables = {
    ...Object.fromEntries(TABLES.map((name) => [name, []])),
    ...runTables(groups, wanted),
    ...(wanted.includes("attention") ? { attention: await attentionRows(cell.id, groups, source) } : {}),
  };
  const { theme, height } = paper;
  const options = { theme, ...(height === undefined ? {} : { height }) };
  return {
    svg: await renderToWidth((width) => customSpec(spec, tables, { width, ...options }), paper.width).catch(
      (error: unknown) => {
        if (error instanceof HglError) throw error;
        throw new HglError({
          code: "cell",
          where: `#${cell.id}, spec`,
          what: `vega-lite cannot draw it: ${error instanceof Error ? error.message.split("\n")[0]!.slice(0, 200) : String(error)}`,
          next: "see https://vega.github.io/vega-lite/docs for what a specification may say",
        });
      },
    ),
    title: `A figure of ${groups.map(({ id }) => `#${id}`).join(", ")}`,
    runs: groups.flatMap(({ runs }) => runs),
  };
}
