import * as vscode from "vscode";
import { hoverAt } from "../../notebook/index";
import type { Sheets } from "./sheets";
import { rangeIn } from "./sheets";

export class CellHover implements vscode.HoverProvider {
  constructor(private readonly sheets: Sheets) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const at = this.sheets.at(document);
    const hover = at && hoverAt(at.sheet, at.index, document.offsetAt(position));
    return hover ? new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeIn(document, hover)) : undefined;
  }
}
