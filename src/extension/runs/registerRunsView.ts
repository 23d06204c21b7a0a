import { dirname } from "node:path";
import * as vscode from "vscode";
import { NOTEBOOK_TYPE } from "../../common/ids";
import type { RunSummary } from "../../common/wire/worker";
import type { NotebookRunning } from "../running/controller";
import type { WorkerClient } from "../worker/client";
import { announce } from "./announce";
import { endingsBetween } from "./endings";
import { registerRunCommands } from "./runCommands";
import { RunsList } from "./runsList";
import { RunsProvider } from "./runsProvider";
import { isAlive } from "./runTree";

export interface RunsViewParts {
  readonly worker: WorkerClient;
  readonly running: Pick<NotebookRunning, "onDidChangeRuns">;
  readonly log: vscode.LogOutputChannel;
}

/** Files whose coming, changing or going changes a row. */
const RUN_FILES = "**/.hgl/runs/*/{config,result,lock}.json";
const AGES_MS = 60_000;

/** The view "Runs" of the side bar: every run of the workspace, and of open notebooks outside of it. */
export function registerRunsView(context: vscode.ExtensionContext, { worker, running, log }: RunsViewParts): void {
  const provider = new RunsProvider();
  const view = vscode.window.createTreeView("hocslm.runs", {
    treeDataProvider: provider,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const show = (now: readonly RunSummary[], before: readonly RunSummary[] | null, failure: string | null): void => {
    provider.show(now);
    if (failure !== null) log.warn(`runs: ${failure}`);
    // A message would take the place of the welcome text of an empty view.
    const restricted = now.length > 0 && !vscode.workspace.isTrusted;
    view.message =
      failure ?? (restricted ? vscode.l10n.t("Restricted Mode: runs are shown, and not changed.") : undefined);
    const alive = now.filter(isAlive).length;
    view.badge =
      alive === 0 ? undefined : { value: alive, tooltip: vscode.l10n.t("Runs in training or waiting: {0}", alive) };
    if (before) for (const ending of endingsBetween(before, now)) announce(ending);
  };
  const list = new RunsList({
    roots: rootsToRead,
    read: async (roots) => (await worker.request("runs", { roots })).runs,
    show,
    later(milliseconds, then) {
      const timer = setTimeout(then, milliseconds);
      return { cancel: () => clearTimeout(timer) };
    },
  });
  /** A worker is not started for a list that nobody looks at. */
  const changed = (): void => {
    if (view.visible || worker.state.kind === "ready") list.changed();
  };
  const watcher = vscode.workspace.createFileSystemWatcher(RUN_FILES);
  const ages = setInterval(() => {
    if (view.visible) provider.redraw();
  }, AGES_MS);
  view.onDidChangeVisibility(({ visible }) => {
    list.watched = visible;
    if (visible) void list.refresh();
  });
  list.watched = view.visible;
  if (view.visible) void list.refresh();
  context.subscriptions.push(
    provider,
    view,
    list,
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
    running.onDidChangeRuns(changed),
    worker.onDidChangeState(({ kind }) => {
      // The first answer tells whether anything trains since an earlier window.
      if (kind === "ready") changed();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(changed),
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
    vscode.workspace.onDidOpenNotebookDocument(({ notebookType }) => {
      if (notebookType === NOTEBOOK_TYPE) changed();
    }),
    registerRunCommands({ worker, list, view, log }),
    { dispose: () => clearInterval(ages) },
  );
}

/** Folders of the workspace, and of open notebooks that lie outside of it. */
function rootsToRead(): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const strays = vscode.workspace.notebookDocuments.filter(
    ({ notebookType, uri }) =>
      notebookType === NOTEBOOK_TYPE && uri.scheme === "file" && !vscode.workspace.getWorkspaceFolder(uri),
  );
  return [...new Set([...folders.map(({ uri }) => uri.fsPath), ...strays.map(({ uri }) => dirname(uri.fsPath))])];
}
