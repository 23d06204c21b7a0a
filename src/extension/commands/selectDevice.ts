import * as vscode from "vscode";
import { CELL_LANGUAGE } from "../../common/ids";
import { readCellSource, setKeyChange } from "../../notebook/index";
import type { WorkerClient } from "../worker/client";
import { deviceTargets } from "./deviceTargets";
import { cellOf, selectedCells, targetDocument } from "./target";
import { mayStart } from "./trust";

/** "HocSLM: Select Device": writes `device:` into the selected train cells, or into all where none is selected. */
export async function selectDevice(worker: WorkerClient, argument: unknown): Promise<void> {
  const { t } = vscode.l10n;
  if (!mayStart()) return;
  const notebook = targetDocument(argument);
  if (!notebook) return;
  const clicked = cellOf(argument);
  const selected = clicked ? [clicked] : selectedCells(notebook);
  const code = notebook.getCells().filter(({ document }) => document.languageId === CELL_LANGUAGE);
  const cells = deviceTargets(
    code.map((cell) => ({ source: cell.document.getText(), selected: selected.includes(cell) })),
  ).map((index) => code[index]!);
  if (cells.length === 0)
    return void vscode.window.showInformationMessage(t("This notebook has no train cell that could take a device."));
  const { devices } = await worker.request("devices", {});
  const names = cells.map(({ document }) => `#${readCellSource(document.getText()).id ?? "?"}`);
  const picked = await vscode.window.showQuickPick(
    devices.map(({ name, label, detail }) => ({ label, description: name, detail, name })),
    { title: t("Device of {0}", names.join(", ")), placeHolder: t("Where to compute"), matchOnDetail: true },
  );
  if (!picked) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { document } of cells) {
    const { offset, length, text } = setKeyChange(document.getText(), "device", picked.name);
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)),
      text,
    );
  }
  await vscode.workspace.applyEdit(edit);
}
