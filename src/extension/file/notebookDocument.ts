import * as vscode from "vscode";
import type { Notebook } from "../../notebook/index";
import type { PlainNotebook } from "./plainNotebook";
import { notebookOf, notebookText } from "./plainNotebook";

/** An open notebook as it stands now, saved or not. */
export function plainOf(document: vscode.NotebookDocument): PlainNotebook {
  return {
    metadata: document.metadata,
    cells: document.getCells().map((cell) => ({
      markup: cell.kind === vscode.NotebookCellKind.Markup,
      language: cell.document.languageId,
      source: cell.document.getText(),
      metadata: cell.metadata,
    })),
  };
}

/** What saving now would write; throws HglError "notebook" where nothing could be saved. */
export function textOfNotebook(document: vscode.NotebookDocument): string {
  return notebookText(plainOf(document));
}

/** The same, read; prose of the editor may be several cells in it, and blank prose none. */
export function notebookOfDocument(document: vscode.NotebookDocument): Notebook {
  return notebookOf(plainOf(document));
}
