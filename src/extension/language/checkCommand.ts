import * as vscode from "vscode";
import { fileName } from "../notebookFile";
import { openNotebookAt, targetUri } from "../targetNotebook";
import type { CellDiagnostics } from "./cellDiagnostics";
import { tally } from "./diagnosticFacts";
import type { TextDiagnostics } from "./textDiagnostics";

/** "HocSLM: Check Notebook", of an open notebook as it stands, else of the file. */
export function registerCheckCommand(text: TextDiagnostics, cells: CellDiagnostics): vscode.Disposable {
  return vscode.commands.registerCommand("hocslm.checkNotebook", async (argument?: unknown) => {
    const uri = targetUri(argument);
    if (!uri) return;
    const notebook = openNotebookAt(uri);
    const found = notebook ? cells.check(notebook) : text.check(await vscode.workspace.openTextDocument(uri));
    if (found.length > 0) await vscode.commands.executeCommand("workbench.actions.view.problems");
    vscode.window.setStatusBarMessage(`${fileName(uri.path)}: ${tally(vscode.l10n.t, found)}`, 8000);
  });
}
