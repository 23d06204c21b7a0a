import * as vscode from "vscode";
import { template } from "./template";
import { openUntitled } from "./untitled";

/** "HocSLM: New Notebook": an unsaved notebook that would run as it stands, in the explorer's folder if one was chosen. */
export async function newNotebook(argument: unknown): Promise<void> {
  const folder = argument instanceof vscode.Uri ? argument : vscode.workspace.workspaceFolders?.[0]?.uri;
  await openUntitled("Untitled", template(vscode.l10n.t), folder);
}
