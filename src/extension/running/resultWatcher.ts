import * as vscode from "vscode";

/** A training of several seeds ends several runs at about the same time. */
const PAUSE_MS = 300;

/** Watches the run folders beside a notebook, whoever writes them: `ended` is told of runs that ended or were deleted, after a pause. */
export function watchResults(runsFolder: string, ended: () => void): vscode.Disposable {
  const watch = (pattern: string, ignoreCreated: boolean): vscode.FileSystemWatcher => {
    const relative = new vscode.RelativePattern(vscode.Uri.file(runsFolder), pattern);
    return vscode.workspace.createFileSystemWatcher(relative, ignoreCreated, true, false);
  };
  const results = watch("*/result.json", false);
  // Of a folder that is deleted with all it holds the system may tell no more than that.
  const folders = watch("*", true);
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(ended, PAUSE_MS);
  };
  results.onDidCreate(soon);
  results.onDidDelete(soon);
  folders.onDidDelete(soon);
  return {
    dispose: () => {
      clearTimeout(timer);
      results.dispose();
      folders.dispose();
    },
  };
}
