import * as vscode from "vscode";

/**
 * Whether programs may be started; otherwise says why not, with the way to change it. The manifest greys commands out in Restricted Mode, but a
 * key, another extension or a link may still call them.
 */
export function mayStart(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void explainRestricted();
  return false;
}

/** "HocSLM: Restricted Mode: Why Nothing Runs Here". */
export async function explainRestricted(): Promise<void> {
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const sentence = vscode.l10n.t(
    "This workspace is in Restricted Mode. Its notebooks and results are shown; running a cell, reading a data set and starting or ending a training start programs on what lies in it, so they wait until you trust it.",
  );
  if ((await vscode.window.showInformationMessage(sentence, manage)) === manage)
    await vscode.commands.executeCommand("workbench.trust.manage");
}
