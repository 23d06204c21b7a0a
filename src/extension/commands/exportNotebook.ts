import * as vscode from "vscode";
import { fileName } from "../notebookFile";
import type { NotebookRunning } from "../running/controller";
import type { WorkerClient } from "../worker/client";
import { stemOf } from "./freeName";
import { targetDocument } from "./target";
import { mayStart } from "./trust";

/** "HocSLM: Export Notebook…": the notebook with what the run store knows about it, as one file. */
export async function exportNotebook(
  worker: WorkerClient,
  running: Pick<NotebookRunning, "textOf">,
  argument: unknown,
): Promise<void> {
  const { t } = vscode.l10n;
  if (!mayStart()) return;
  const notebook = targetDocument(argument);
  if (!notebook) return;
  const text = running.textOf(notebook);
  const file = await vscode.window.showSaveDialog({
    title: t("Export Notebook"),
    saveLabel: t("Export"),
    defaultUri: notebook.uri.with({
      path: `${notebook.uri.path.slice(0, notebook.uri.path.lastIndexOf("/") + 1)}${stemOf(fileName(notebook.uri.path))}.html`,
    }),
    // What the file is follows from its ending.
    filters: { [t("Web Page")]: ["html"], [t("Jupyter Notebook")]: ["ipynb"], [t("PDF Document")]: ["pdf"] },
  });
  if (!file) return;
  const { missing } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t("Exporting the notebook") },
    () => worker.request("exportFile", { ...text, file: file.fsPath }),
  );
  if (missing.length > 0)
    void vscode.window.showWarningMessage(
      t("The PDF's fonts lack these characters, and show boxes for them: {0}", missing.slice(0, 20).join(" ")),
    );
  const open = t("Open");
  const editor = t("Open as Text");
  const answer = await vscode.window.showInformationMessage(
    t("The notebook is in {0}.", file.fsPath),
    ...(canShow(file) ? [open] : []),
    ...(file.path.endsWith(".pdf") ? [] : [editor]),
  );
  if (answer === open)
    await (isNotebook(file) ? vscode.commands.executeCommand("vscode.open", file) : vscode.env.openExternal(file));
  if (answer === editor) await vscode.window.showTextDocument(file);
}

/** A browser or a viewer beside a remote window cannot see the machine's files; a notebook is shown by the editor itself. */
function canShow(file: vscode.Uri): boolean {
  return isNotebook(file) || (vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop);
}

function isNotebook({ path }: vscode.Uri): boolean {
  return /\.ipynb$/i.test(path);
}
