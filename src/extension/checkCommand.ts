import * as vscode from "vscode";
import { tally } from "./diagnosticFacts";
import type { NotebookDiagnostics } from "./notebookDiagnostics";
import { fileName } from "./notebookFile";
import { targetNotebook } from "./targetNotebook";

/** "HocSLM: Check Notebook". */
export function registerCheckCommand(diagnostics: NotebookDiagnostics): vscode.Disposable {
  return vscode.commands.registerCommand("hocslm.checkNotebook", async (argument?: unknown) => {
    const document = await targetNotebook(argument);
    if (!document) return;
    const found = diagnostics.check(document);
    if (found.length > 0) await vscode.commands.executeCommand("workbench.actions.view.problems");
    vscode.window.setStatusBarMessage(`${fileName(document.uri.path)}: ${tally(found)}`, 8000);
  });
}
