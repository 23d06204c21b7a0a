import * as vscode from "vscode";
import { NOTEBOOK_TYPE } from "../../common/ids";
import { openNotebookAt, targetUri } from "../targetNotebook";

/**
 * The open notebook a command is about: that of the cell or the toolbar it was called on, otherwise the active one, otherwise the only one that
 * is open (a link of the walkthrough has no notebook around it). Says so and returns undefined when there is none.
 */
export function targetDocument(argument: unknown): vscode.NotebookDocument | undefined {
  const cell = cellOf(argument);
  if (cell) return cell.notebook;
  const active = vscode.window.activeNotebookEditor?.notebook;
  if (argument === undefined && active?.notebookType !== NOTEBOOK_TYPE) {
    const open = vscode.workspace.notebookDocuments.filter(({ notebookType }) => notebookType === NOTEBOOK_TYPE);
    if (open.length === 1) return open[0];
  }
  const uri = targetUri(argument);
  const notebook = uri && openNotebookAt(uri);
  if (uri && notebook?.notebookType !== NOTEBOOK_TYPE) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("This is open as text; open it as a notebook first (HocSLM: Open Text as Notebook)."),
    );
    return undefined;
  }
  return notebook;
}

/** The cell that a menu of a cell or an item of its status line hands over. */
export function cellOf(argument: unknown): vscode.NotebookCell | undefined {
  const cell = argument as Partial<vscode.NotebookCell> | null | undefined;
  return cell?.notebook && cell.document && typeof cell.index === "number" ? (cell as vscode.NotebookCell) : undefined;
}

/** Code cells that are selected in a notebook. */
export function selectedCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  const editor = vscode.window.visibleNotebookEditors.find((one) => one.notebook === notebook);
  return (editor?.selections ?? [])
    .flatMap((range) => notebook.getCells(range))
    .filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
}
