import * as vscode from "vscode";
import { NOTEBOOK_TYPE } from "../../common/ids";
import { readCellSource } from "../../notebook/index";
import { fileName } from "../notebookFile";
import type { CellRef } from "./notebooksOf";
import { notebooksWith } from "./notebooksOf";

/** How a notebook is shown for a run. */
export interface Opening {
  /** The keyboard stays where it is. */
  readonly preserveFocus: boolean;
}

/** Opens the notebook whose cell made a run, at that cell, so that its output is in view. */
export async function openCell(ref: CellRef, { preserveFocus }: Opening = { preserveFocus: false }): Promise<void> {
  const { cell } = ref;
  const uri = await chooseNotebook(ref);
  if (!uri) return;
  const document = await vscode.workspace.openNotebookDocument(uri);
  if (document.notebookType !== NOTEBOOK_TYPE)
    return void (await vscode.commands.executeCommand("vscode.open", uri, { preserveFocus }));
  const index = document.getCells().findIndex((one) => one.kind === CODE && idOf(one) === cell);
  if (index < 0) {
    await vscode.window.showNotebookDocument(document, { preserveFocus });
    void vscode.window.showInformationMessage(
      vscode.l10n.t("{0} has no cell #{1} any more; the run was made from an earlier text.", fileName(uri.path), cell),
    );
    return;
  }
  const range = new vscode.NotebookRange(index, index + 1);
  const editor = await vscode.window.showNotebookDocument(document, { selections: [range], preserveFocus });
  editor.revealRange(range, vscode.NotebookEditorRevealType.AtTop);
}

const CODE = vscode.NotebookCellKind.Code;

function idOf(cell: vscode.NotebookCell): string | null {
  return readCellSource(cell.document.getText()).id;
}

async function chooseNotebook(ref: CellRef): Promise<vscode.Uri | undefined> {
  const folder = vscode.Uri.file(ref.place);
  const { holding, others } = await notebooksWith(ref, {
    list: async () => (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name),
    read: async (name) =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name))),
  });
  const names = holding.length > 0 ? holding : others;
  if (names.length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        "There is no notebook in {0} any more; its runs can still be revealed, resumed and deleted.",
        ref.place,
      ),
    );
    return undefined;
  }
  const name =
    names.length === 1
      ? names[0]
      : await vscode.window.showQuickPick(names, {
          title: vscode.l10n.t("Notebooks of this folder"),
          placeHolder:
            holding.length > 0
              ? vscode.l10n.t("Several notebooks have a cell #{0}; which one to open?", ref.cell)
              : vscode.l10n.t("No notebook has a cell #{0} any more; which one to open?", ref.cell),
        });
  return name === undefined ? undefined : vscode.Uri.joinPath(folder, name);
}
