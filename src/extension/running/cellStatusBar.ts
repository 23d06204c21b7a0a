import * as vscode from "vscode";
import { NOTEBOOK_TYPE } from "../../common/ids";
import type { CellFacts } from "./statusItems";
import { statusItems } from "./statusItems";

/** The status lines of cells; `changed` fires when what they tell may have changed. */
export function registerCellStatusBar(
  factsOf: (cell: vscode.NotebookCell) => CellFacts | null,
  changed: vscode.Event<void>,
): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, {
    onDidChangeCellStatusBarItems: changed,
    provideCellStatusBarItems(cell) {
      const facts = factsOf(cell);
      return facts ? statusItems(facts, vscode.l10n.t).map((item, index) => itemOf(cell, item, index)) : [];
    },
  });
}

function itemOf(
  cell: vscode.NotebookCell,
  { text, tooltip, label, command }: ReturnType<typeof statusItems>[number],
  index: number,
): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  item.tooltip = tooltip;
  item.accessibilityInformation = { label, ...(command ? { role: "button" } : {}) };
  item.priority = 100 - index;
  if (command) item.command = { command, title: label, arguments: [cell] };
  return item;
}
