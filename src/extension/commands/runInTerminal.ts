import * as vscode from "vscode";
import { fileName } from "../notebookFile";
import { openNotebookAt, targetUri } from "../targetNotebook";
import { runProcess } from "./runProcess";
import { mayStart } from "./trust";

/** "HocSLM: Run Notebook in Terminal": saves the notebook and runs `hgl run` on it as a task. `program` is the bundled `hgl`. */
export async function runInTerminal(program: string, argument: unknown): Promise<void> {
  const { t } = vscode.l10n;
  if (!mayStart()) return;
  const uri = targetUri(argument);
  if (!uri) return;
  if (uri.scheme !== "file") return refuse(t("A notebook runs only from a local folder; save it there first."));
  const document = openNotebookAt(uri) ?? (await vscode.workspace.openTextDocument(uri));
  if (document.isDirty && !(await document.save()))
    return refuse(t("The notebook could not be saved, so it was not run."));
  await vscode.tasks.executeTask(runTask(uri, program));
}

function runTask(notebook: vscode.Uri, program: string): vscode.Task {
  const folder = vscode.workspace.getWorkspaceFolder(notebook);
  const { command, args, cwd, env } = runProcess({
    notebook: notebook.fsPath,
    folder: folder?.uri.fsPath,
    program,
    nodePath: vscode.workspace.getConfiguration("hocslm", notebook).get("nodePath", ""),
    editorPath: process.execPath,
  });
  const task = new vscode.Task(
    { type: "process", notebook: notebook.fsPath },
    folder ?? vscode.TaskScope.Workspace,
    vscode.l10n.t("Run {0}", fileName(notebook.path)),
    "HocSLM",
    new vscode.ProcessExecution(command, [...args], { cwd, env: { ...env } }),
    [],
  );
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  return task;
}

function refuse(message: string): void {
  void vscode.window.showErrorMessage(message);
}
