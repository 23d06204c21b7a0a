import * as vscode from "vscode";
import { CELL_LANGUAGE, NOTEBOOK_TYPE } from "../../common/ids";
import { CellDiagnostics } from "./cellDiagnostics";
import { registerCheckCommand } from "./checkCommand";
import { CellCompletion } from "./completion";
import { CellFormatting } from "./formatting";
import { CellHover } from "./hover";
import { CellOutline } from "./outline";
import { CellFixes } from "./quickFixes";
import { CellReferences } from "./references";
import { Sheets } from "./sheets";
import { TextDiagnostics } from "./textDiagnostics";
import { TRIGGERS } from "./triggers";

/** Cells of notebooks of ours, whatever they are stored in. */
const SELECTOR: vscode.DocumentSelector = { language: CELL_LANGUAGE, notebookType: NOTEBOOK_TYPE };

/** Everything the editor knows about the language of cells, and the diagnostics of notebooks open as text. */
export function registerLanguage(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): void {
  const sheets = new Sheets();
  const text = new TextDiagnostics(log);
  const cells = new CellDiagnostics(sheets, log);
  const references = new CellReferences(sheets);
  const { languages } = vscode;
  context.subscriptions.push(
    text,
    cells,
    registerCheckCommand(text, cells),
    languages.registerCompletionItemProvider(SELECTOR, new CellCompletion(sheets), ...TRIGGERS),
    languages.registerHoverProvider(SELECTOR, new CellHover(sheets)),
    languages.registerCodeActionsProvider(SELECTOR, new CellFixes(sheets), CellFixes.metadata),
    languages.registerDefinitionProvider(SELECTOR, references),
    languages.registerReferenceProvider(SELECTOR, references),
    languages.registerRenameProvider(SELECTOR, references),
    languages.registerDocumentHighlightProvider(SELECTOR, references),
    languages.registerDocumentSymbolProvider(SELECTOR, new CellOutline()),
    languages.registerDocumentFormattingEditProvider(SELECTOR, new CellFormatting()),
  );
}
