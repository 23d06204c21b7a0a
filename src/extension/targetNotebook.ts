import * as vscode from "vscode";
import { isNotebookPath } from "./notebookFile";

/**
 * The notebook a command is about: what the explorer, a title bar or a notebook's toolbar hands over, otherwise what the active editor shows, as
 * notebook or as text. Says so and returns undefined when it is none.
 */
export function targetUri(argument: unknown): vscode.Uri | undefined {
  const uri =
    handedOver(argument) ??
    vscode.window.activeNotebookEditor?.notebook.uri ??
    vscode.window.activeTextEditor?.document.uri;
  if (uri && isNotebookPath(uri.path)) return uri;
  void vscode.window.showWarningMessage(
    vscode.l10n.t("No HocSLM notebook is active; open a file that ends in .hgl.md first."),
  );
  return undefined;
}

/** The same as a text document. */
export async function targetNotebook(argument: unknown): Promise<vscode.TextDocument | undefined> {
  const uri = targetUri(argument);
  return uri && (await vscode.workspace.openTextDocument(uri));
}

/** The open notebook of a file. */
export function openNotebookAt(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) => notebook.uri.toString() === uri.toString());
}

/** A menu hands over the file, a notebook's toolbar its editor. */
function handedOver(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const editor = (argument as { notebookEditor?: { notebookUri?: unknown } } | null | undefined)?.notebookEditor;
  return editor?.notebookUri instanceof vscode.Uri ? editor.notebookUri : undefined;
}
