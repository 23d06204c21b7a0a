import * as vscode from "vscode";
import { keyPlace } from "../../notebook/index";
import { rangeIn } from "../language/sheets";

/** Opens a cell for editing and selects a key in it, or what it follows from. */
export async function revealKey({ document }: vscode.NotebookCell, key: string): Promise<void> {
  const selection = rangeIn(document, keyPlace(document.getText(), key));
  // The editor finds the notebook of a cell's document, and the cell in it.
  await vscode.commands.executeCommand("vscode.open", document.uri, { selection });
}
