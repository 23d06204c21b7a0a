import * as vscode from "vscode";

/** What an editor shows itself; other files are for the programs of the machine. */
const SHOWN = /\.(svg|png|gif|tex|csv|md)$/;

/** Opens a figure's file that lies beside its notebook; says so where it is gone. */
export async function openFigureFile(notebook: vscode.Uri, name: string): Promise<void> {
  const file = vscode.Uri.joinPath(notebook, "..", ...name.split("/"));
  try {
    await vscode.workspace.fs.stat(file);
  } catch {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("{0} is not there any more; run the cell to write it again.", name),
    );
    return;
  }
  if (SHOWN.test(name)) await vscode.commands.executeCommand("vscode.open", file);
  else if (vscode.env.uiKind === vscode.UIKind.Desktop) await vscode.env.openExternal(file);
  // A browser has no programs of the machine, so the file is shown where it can be downloaded.
  else await vscode.commands.executeCommand("revealInExplorer", file);
}
