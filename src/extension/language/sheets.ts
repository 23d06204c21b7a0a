import * as vscode from "vscode";
import { CELL_LANGUAGE, NOTEBOOK_TYPE } from "../../common/ids";
import type { Sheet } from "../../notebook/index";
import { openSheet } from "../../notebook/index";
import { frontMatterOf } from "../file/plainNotebook";

/** A notebook's cells as the language sees them at one moment; cell `i` of the sheet is `cells[i]`. */
export interface OpenSheet {
  readonly sheet: Sheet;
  readonly notebook: vscode.NotebookDocument;
  readonly cells: readonly vscode.NotebookCell[];
}

/** A cell's document in its sheet. */
export interface CellInSheet extends OpenSheet {
  readonly index: number;
}

interface Kept extends OpenSheet {
  /** Version and language of each cell's document, and the front matter. */
  readonly stamp: string;
}

/** The sheets of open notebooks, kept while nothing in them changes. */
export class Sheets {
  readonly #kept = new WeakMap<vscode.NotebookDocument, Kept>();

  of(notebook: vscode.NotebookDocument): OpenSheet {
    const cells = notebook.getCells();
    const front = frontMatterOf(notebook.metadata);
    const stamp = [
      front?.raw,
      ...cells.map(({ document }) => `${document.uri.fragment} ${document.languageId} ${document.version}`),
    ].join("\n");
    const known = this.#kept.get(notebook);
    if (known?.stamp === stamp) return known;
    const open = cells.map((cell) => ({ hgl: isOurs(cell), source: cell.document.getText() }));
    const kept = { stamp, notebook, cells, sheet: openSheet(open, { defaults: front?.defaults ?? {} }) };
    this.#kept.set(notebook, kept);
    return kept;
  }

  /** The sheet that a cell's document belongs to; null for any other document. */
  at(document: vscode.TextDocument): CellInSheet | null {
    for (const notebook of vscode.workspace.notebookDocuments) {
      if (notebook.notebookType !== NOTEBOOK_TYPE || notebook.uri.path !== document.uri.path) continue;
      const index = notebook.getCells().findIndex((cell) => cell.document === document);
      if (index >= 0) return { ...this.of(notebook), index };
    }
    return null;
  }
}

function isOurs({ kind, document }: vscode.NotebookCell): boolean {
  return kind === vscode.NotebookCellKind.Code && document.languageId === CELL_LANGUAGE;
}

/** The range of a place in a cell's source. */
export function rangeIn(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** Edits of cells as the editor applies them. */
export function workspaceEdit(
  { cells }: OpenSheet,
  edits: readonly { readonly cell: number; readonly offset: number; readonly length: number; readonly text: string }[],
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const edit of edits) {
    const { document } = cells[edit.cell]!;
    result.replace(document.uri, rangeIn(document, edit), edit.text);
  }
  return result;
}
