import * as vscode from "vscode";
import { fileName } from "../notebookFile";
import type { NotebookRunning } from "../running/controller";
import type { WorkerClient } from "../worker/client";
import { stemOf } from "./freeName";
import { targetDocument } from "./target";
import { mayStart } from "./trust";

/** "HocSLM: Export Report": one HTML file of what the run store knows about the notebook. */
export async function exportReport(
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
    title: t("Export Report"),
    saveLabel: t("Export"),
    defaultUri: notebook.uri.with({
      path: `${notebook.uri.path.slice(0, notebook.uri.path.lastIndexOf("/") + 1)}${stemOf(fileName(notebook.uri.path))}-report.html`,
    }),
    filters: { HTML: ["html"] },
  });
  if (!file) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t("Writing the report") },
    () => worker.request("report", { ...text, file: file.fsPath }),
  );
  const browser = t("Open in Browser");
  const editor = t("Open as Text");
  const answer = await vscode.window.showInformationMessage(
    t("The report is in {0}.", file.fsPath),
    // A browser beside a remote window cannot see the machine's files.
    ...(vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop
      ? [browser, editor]
      : [editor]),
  );
  if (answer === browser) await vscode.env.openExternal(file);
  if (answer === editor) await vscode.window.showTextDocument(file);
}
