import * as vscode from "vscode";
import { fixesFor, problemsOf } from "../../notebook/index";
import type { Sheets } from "./sheets";
import { rangeIn, workspaceEdit } from "./sheets";

export class CellFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(private readonly sheets: Sheets) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const at = this.sheets.at(document);
    if (!at) return [];
    return problemsOf(at.sheet)
      .filter(({ cell }) => cell === at.index)
      .filter((problem) => rangeIn(document, problem).intersection(range) !== undefined)
      .flatMap((problem) => {
        const place = rangeIn(document, problem);
        const mended = diagnostics.filter((one) => one.code === problem.code && one.range.isEqual(place));
        return fixesFor(at.sheet, problem).map((fix) => {
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.edit = workspaceEdit(at, [fix]);
          action.isPreferred = fix.preferred;
          action.diagnostics = mended;
          return action;
        });
      });
  }
}
