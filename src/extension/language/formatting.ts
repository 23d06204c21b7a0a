import * as vscode from "vscode";
import { formatCell } from "../../notebook/index";
import { rangeIn } from "./sheets";
import { textChange } from "./textChange";

export class CellFormatting implements vscode.DocumentFormattingEditProvider {
  provideDocumentFormattingEdits(document: vscode.TextDocument): vscode.TextEdit[] {
    const source = document.getText();
    const change = textChange(source, formatCell(source));
    return change ? [vscode.TextEdit.replace(rangeIn(document, change), change.text)] : [];
  }
}
