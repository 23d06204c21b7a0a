import * as vscode from "vscode";

/** A training of several seeds ends several runs at about the same time. */
const PAUSE_MS = 300;

/** Watches the run folders beside a notebook, whoever writes them: `ended` is told of runs that ended or were deleted, after a pause. */
export function watchResults(runsFolder: string, ended: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(runsFolder), "*/result.json");
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(ended, PAUSE_MS);
  };
  watcher.onDidCreate(soon);
  watcher.onDidDelete(soon);
  return {
    dispose: () => {
      clearTimeout(timer);
      watcher.dispose();
    },
  };
}
