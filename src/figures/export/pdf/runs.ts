import { provenanceTable } from "../../provenanceTable";
import { cellText } from "../../table";
import type { ExportRun } from "../input";
import type { Sheet } from "./sheet";
import { NOTE } from "./styles";
import { drawTable } from "./table";

/** Which runs the document shows, so that it can be told what its numbers come from. */
export function drawRuns(sheet: Sheet, runs: readonly ExportRun[]): void {
  if (runs.length === 0) return;
  const { columns, rows } = provenanceTable(runs);
  const aligned = columns.map(({ align = "left" }) => align);
  sheet.gap(14);
  sheet.room(60);
  sheet.paragraph([{ text: "Runs that are shown here", style: { ...NOTE, font: "bold" } }], sheet.column);
  sheet.gap(2);
  const head = columns.map(({ title }, j) => ({ spans: [{ text: title }], align: aligned[j]! }));
  const body = rows.map((row) =>
    columns.map((column, j) => ({
      spans: [{ text: cellText(row[j] ?? null, column), ...(column.code ? { code: true } : {}) }],
      align: aligned[j]!,
    })),
  );
  drawTable(sheet, { type: "table", head, rows: body }, sheet.column);
}
