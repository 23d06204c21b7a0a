import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Ending } from "./endings";
import { endingSentence } from "./endingSentence";
import { openCell } from "./openRun";

/** Tells the end of a long training to a user who is not looking at it. */
export function announce(ending: Ending): void {
  const least = vscode.workspace.getConfiguration("hocslm").get("notifyAfterMinutes", 2);
  if (least <= 0 || ending.minutes < least || isInView(ending.place)) return;
  const open = vscode.l10n.t("Open in Notebook");
  const { sentence, failed } = endingSentence(ending, vscode.l10n.t);
  const say = failed ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  void say(sentence, open).then((answer) => (answer === open ? openCell(ending) : undefined));
}

function isInView(place: string): boolean {
  return (
    vscode.window.state.focused &&
    vscode.window.visibleNotebookEditors.some(({ notebook }) => dirname(notebook.uri.fsPath) === place)
  );
}
