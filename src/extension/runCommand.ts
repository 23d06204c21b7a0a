import * as vscode from "vscode";
import { fileName } from "./notebookFile";
import { runProcess } from "./runProcess";
import { targetNotebook } from "./targetNotebook";

/** "HocSLM: Run Notebook in Terminal": saves the notebook and runs `hgl run` on it as a task. `program` is the bundled `hgl`. */
export function registerRunCommand(program: string): vscode.Disposable {
  return vscode.commands.registerCommand("hocslm.runNotebook", async (argument?: unknown) => {
    // `enablement` greys the button out; another extension may still call the command.
    if (!vscode.workspace.isTrusted) return refuse("A notebook runs only in a trusted workspace.");
    const document = await targetNotebook(argument);
    if (!document) return;
    if (document.uri.scheme !== "file") return refuse("A notebook runs only from a local folder; save it there first.");
    if (document.isDirty && !(await document.save()))
      return refuse("The notebook could not be saved, so it was not run.");
    await vscode.tasks.executeTask(runTask(document.uri, program));
  });
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
    `Run ${fileName(notebook.path)}`,
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
