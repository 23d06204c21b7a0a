import { joinPieces } from "./lines";
import type { Notebook } from "./notebook";
import { rawOf } from "./notebook";

/** The file's text; for an unedited notebook exactly the text it was read from. */
export function printNotebook(notebook: Notebook): string {
  const cells = notebook.cells.flatMap((cell) => [cell.before, rawOf(cell)]);
  const text = joinPieces([notebook.frontMatter?.raw ?? "", ...cells, notebook.tail]);
  return (notebook.bom ? "\uFEFF" : "") + (notebook.finalNewline ? text : text.replace(/(?:\r\n|\n|\r)$/, ""));
}
