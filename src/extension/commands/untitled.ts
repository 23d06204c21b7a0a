import * as vscode from "vscode";
import { notebookData } from "../file/serializer";
import { readNotebook } from "../file/plainNotebook";
import { freeName } from "./freeName";

/**
 * Opens an unsaved notebook with a text. The editor would name one that it makes itself `Untitled-1.md`, which, saved under that name, no notebook
 * would open; so it is opened by an address of ours and then filled.
 */
export async function openUntitled(stem: string, text: string, folder: vscode.Uri | undefined): Promise<void> {
  const taken = new Set([
    ...vscode.workspace.notebookDocuments.map(({ uri }) => uri.path.slice(uri.path.lastIndexOf("/") + 1)),
    ...(folder ? await namesIn(folder) : []),
  ]);
  const name = freeName(stem, taken, 1);
  const uri = folder
    ? vscode.Uri.joinPath(folder, name).with({ scheme: "untitled" })
    : vscode.Uri.from({ scheme: "untitled", path: name });
  const document = await vscode.workspace.openNotebookDocument(uri);
  const data = notebookData(readNotebook(new TextEncoder().encode(text)));
  const edit = new vscode.WorkspaceEdit();
  edit.set(uri, [
    vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, document.cellCount), data.cells),
    vscode.NotebookEdit.updateNotebookMetadata(data.metadata ?? {}),
  ]);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showNotebookDocument(document);
}

/** Names in a folder; none where it cannot be read. */
export async function namesIn(folder: vscode.Uri): Promise<string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    return [];
  }
}
