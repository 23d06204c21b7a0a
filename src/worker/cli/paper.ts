import { toText } from "../../figures/table";
import type { ResolvedFigure, ResolvedTable } from "../../notebook/resolve";
import type { FigureSource } from "../running/figures/source";
import { count } from "../words";
import { shown } from "./terminal";

/** Makes the files of a figure or table cell, and says which. @throws HglError */
export async function paperText(
  cell: ResolvedFigure | ResolvedTable,
  source: FigureSource,
  columns: number | null,
): Promise<string> {
  if (cell.kind === "figure") {
    const { makeFigure } = await import("../running/figures/figureCell");
    const { title, width, height, files } = await makeFigure(cell, source);
    return `#${cell.id}  ${title}, ${width} x ${height} mm\n${fileLines(files)}`;
  }
  const { tableOf, writeTable } = await import("../running/figures/tableCell");
  const table = await tableOf(cell, source);
  const files = writeTable(cell, table, source);
  return `#${cell.id}\n\n${toText(table, columns === null ? 40 : Math.max(12, Math.floor(columns / 3)))}\n${fileLines(files)}`;
}

function fileLines(files: readonly { readonly name: string; readonly bytes: number }[]): string {
  return files
    .map(({ name, bytes }) => `file        ${shown(name)} (${count(Math.ceil(bytes / 1024), "kB", "kB")})\n`)
    .join("");
}
