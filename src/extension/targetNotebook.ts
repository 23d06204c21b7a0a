import * as vscode from "vscode";
import { isNotebookPath } from "./notebookFile";

/** The notebook a command is about: the explorer's or title bar's argument, otherwise the active editor's; says so when it is none. */
export async function targetNotebook(argument: unknown): Promise<vscode.TextDocument | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (uri && isNotebookPath(uri.path)) return vscode.workspace.openTextDocument(uri);
  void vscode.window.showWarningMessage("No HocSLM notebook is active; open a file that ends in .hgl.md first.");
  return undefined;
}
