import { dirname, join } from "node:path";
import * as vscode from "vscode";

/** The folder that holds the runs of a local notebook, absolute. */
export function runsFolderOf(notebook: vscode.NotebookDocument): string {
  return join(dirname(notebook.uri.fsPath), ".hgl", "runs");
}

/** Opens one of several run folders, which the user chooses; `none` is said when there is none. */
export async function openOneOf(folders: readonly string[], none: string): Promise<void> {
  const [first, second] = folders;
  if (first === undefined) return void vscode.window.showInformationMessage(none);
  if (second === undefined) return openFolder(first);
  const items = folders.map((folder) => ({ label: folder.slice(dirname(folder).length + 1), folder }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Open Run Folder") });
  if (chosen) await openFolder(chosen.folder);
}

/** Shows a folder in the system's file manager; where the editor runs elsewhere, in the explorer. */
export async function openFolder(folder: string): Promise<void> {
  const uri = vscode.Uri.file(folder);
  const { t } = vscode.l10n;
  if (!(await exists(uri))) return void vscode.window.showWarningMessage(t("There is no folder {0} any more.", folder));
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (isHere) return void vscode.commands.executeCommand("revealFileInOS", uri);
  if (vscode.workspace.getWorkspaceFolder(uri)) return void vscode.commands.executeCommand("revealInExplorer", uri);
  const copy = t("Copy Path");
  const chosen = await vscode.window.showInformationMessage(t("The run is in {0}.", folder), copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(folder);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
