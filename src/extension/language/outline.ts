import * as vscode from "vscode";
import type { CellSymbol } from "../../notebook/index";
import { symbolsOf } from "../../notebook/index";
import { rangeIn } from "./sheets";

export class CellOutline implements vscode.DocumentSymbolProvider {
  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    return symbolsOf(document.getText()).map((symbol) => shown(document, symbol));
  }
}

function shown(document: vscode.TextDocument, { name, detail, type, span, selection, children }: CellSymbol) {
  const kind = type === "cell" ? vscode.SymbolKind.Module : vscode.SymbolKind.Property;
  const symbol = new vscode.DocumentSymbol(name, detail, kind, rangeIn(document, span), rangeIn(document, selection));
  symbol.children = children.map((child): vscode.DocumentSymbol => shown(document, child));
  return symbol;
}
