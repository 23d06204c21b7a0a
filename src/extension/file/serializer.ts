import * as vscode from "vscode";
import { NOTEBOOK_TYPE } from "../../common/ids";
import type { PlainCell, PlainNotebook } from "./plainNotebook";
import { readNotebook, writeNotebook } from "./plainNotebook";

/**
 * Opens and saves `*.hgl.md` as notebooks.
 *
 * Outputs are shown from the run store and never saved. The metadata we keep (how the file was written) must come back when it is saved, so it
 * is not transient: the editor takes transient metadata away before it calls `serializeNotebook`.
 */
export function registerSerializer(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.workspace.registerNotebookSerializer(
      NOTEBOOK_TYPE,
      {
        deserializeNotebook: (bytes) => notebookData(readNotebook(bytes)),
        serializeNotebook: (data) => writeNotebook(plainNotebook(data)),
      },
      { transientOutputs: true },
    ),
  );
}

/** What the editor makes a document of; also for notebooks that are made in memory. */
export function notebookData({ metadata, cells }: PlainNotebook): vscode.NotebookData {
  const data = new vscode.NotebookData(cells.map(cellData));
  data.metadata = { ...metadata };
  return data;
}

function cellData({ markup, language, source, metadata }: PlainCell): vscode.NotebookCellData {
  const kind = markup ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code;
  const cell = new vscode.NotebookCellData(kind, source, language);
  cell.metadata = { ...metadata };
  return cell;
}

function plainNotebook({ metadata, cells }: vscode.NotebookData): PlainNotebook {
  return {
    metadata: metadata ?? {},
    cells: cells.map((cell) => ({
      markup: cell.kind === vscode.NotebookCellKind.Markup,
      language: cell.languageId,
      source: cell.value,
      metadata: cell.metadata ?? {},
    })),
  };
}
