import { toText } from "../../figures/table";
import type { ResolvedFigure, ResolvedTable } from "../../notebook/resolve";
import type { FigureSource } from "../running/figures/source";
import { count } from "../words";
import { shown, type Terminal } from "./terminal";

/** Makes the files of a figure or table cell, and says which and what they cannot print. @throws HglError */
export async function paperText(
  cell: ResolvedFigure | ResolvedTable,
  source: FigureSource,
  terminal: Pick<Terminal, "columns" | "err">,
): Promise<string> {
  const warn = (sentence: string): void => terminal.err(`hgl: #${cell.id}: ${sentence}\n`);
  if (cell.kind === "figure") {
    const { makeFigure } = await import("../running/figures/figureCell");
    const { title, width, height, files, warnings } = await makeFigure(cell, source);
    warnings.forEach(warn);
    return `#${cell.id}  ${title}, ${width} x ${height} mm\n${fileLines(files)}`;
  }
  const [{ tableOf, writeTable }, { tableWarnings }] = await Promise.all([
    import("../running/figures/tableCell"),
    import("../running/figures/glyphWarnings"),
  ]);
  const table = await tableOf(cell, source);
  const files = writeTable(cell, table, source);
  tableWarnings(cell, table).forEach(warn);
  const { columns } = terminal;
  return `#${cell.id}\n\n${toText(table, columns === null ? 40 : Math.max(12, Math.floor(columns / 3)))}\n${fileLines(files)}`;
}

function fileLines(files: readonly { readonly name: string; readonly bytes: number }[]): string {
  return files
    .map(({ name, bytes }) => `file        ${shown(name)} (${count(Math.ceil(bytes / 1024), "kB", "kB")})\n`)
    .join("");
}
