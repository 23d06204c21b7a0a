import * as vscode from "vscode";
import type { RunSummary } from "../../common/wire/worker";
import { mayStart } from "../commands/trust";
import type { WorkerClient } from "../worker/client";
import type { Opening } from "./openRun";
import { openCell } from "./openRun";
import type { RunsList } from "./runsList";
import type { RunNode } from "./runTree";
import { isAlive, isResumable, runsChosen } from "./runTree";

/** What the commands of the Runs view work with. */
export interface RunCommandParts {
  readonly worker: WorkerClient;
  readonly list: RunsList;
  readonly view: vscode.TreeView<RunNode>;
  readonly log: vscode.LogOutputChannel;
}

export function registerRunCommands(parts: RunCommandParts): vscode.Disposable {
  const { view, list } = parts;
  const chosen = (node?: RunNode, nodes?: readonly RunNode[]): RunSummary[] => runsChosen(node, nodes, view.selection);
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand("hocslm.runs.refresh", () => list.refresh()),
    registerCommand("hocslm.runs.open", async (node?: RunNode, _nodes?: readonly RunNode[], opening?: Opening) => {
      const [run] = chosen(node);
      if (run) await openCell(run, opening);
    }),
    registerCommand("hocslm.runs.resume", (node?: RunNode, nodes?: readonly RunNode[]) =>
      resume(parts, chosen(node, nodes).filter(isResumable)),
    ),
    registerCommand("hocslm.runs.stop", (node?: RunNode, nodes?: readonly RunNode[]) =>
      stop(parts, chosen(node, nodes).filter(isAlive)),
    ),
    registerCommand("hocslm.runs.delete", (node?: RunNode, nodes?: readonly RunNode[]) =>
      remove(parts, chosen(node, nodes)),
    ),
    registerCommand("hocslm.runs.reveal", async (node?: RunNode) => {
      const folder = node?.type === "place" ? node.place : chosen(node)[0]?.folder;
      if (folder !== undefined) await reveal(vscode.Uri.file(folder));
    }),
    registerCommand("hocslm.runs.copyId", async (node?: RunNode, nodes?: readonly RunNode[]) => {
      const ids = chosen(node, nodes).map(({ runId }) => runId);
      if (ids.length > 0) await vscode.env.clipboard.writeText(ids.join("\n"));
    }),
  );
}

async function resume(parts: RunCommandParts, runs: readonly RunSummary[]): Promise<void> {
  if (runs.length === 0 || !mayStart()) return;
  await forEach(parts, runs, vscode.l10n.t("Resuming"), ({ folder }) => parts.worker.request("resumeRun", { folder }));
}

async function stop(parts: RunCommandParts, runs: readonly RunSummary[]): Promise<void> {
  if (runs.length === 0 || !mayStart()) return;
  await forEach(parts, runs, vscode.l10n.t("Stopping after the step, with a checkpoint"), ({ folder }) =>
    parts.worker.request("stopRun", { folder }),
  );
}

/** Longer lists of names would hide the buttons. */
const NAMED = 8;

async function remove(parts: RunCommandParts, chosen: readonly RunSummary[]): Promise<void> {
  const { t } = vscode.l10n;
  if (chosen.length === 0 || !mayStart()) return;
  const runs = chosen.filter((run) => !isAlive(run));
  const alive = chosen.length - runs.length;
  if (runs.length === 0)
    return void vscode.window.showWarningMessage(t("What is being trained is not deleted; stop it first."));
  const question =
    runs.length === 1
      ? t("Delete the run {0} of #{1}, seed {2}?", runs[0]!.runId, runs[0]!.cell, runs[0]!.seed)
      : t("Delete {0} runs?", runs.length);
  const names = runs.slice(0, NAMED).map(({ runId, cell, seed }) => t("{0} of #{1}, seed {2}", runId, cell, seed));
  const detail = [
    ...(runs.length > 1
      ? [...names, ...(runs.length > NAMED ? [t("and {0} more", runs.length - NAMED)] : []), ""]
      : []),
    t(
      "Its folder goes, with its checkpoints, scores and log. This cannot be undone; running the cell again would train anew.",
    ),
    ...(alive > 0 ? [t("Being trained, and therefore kept: {0}", alive)] : []),
  ].join("\n");
  const yes = t("Delete");
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  await forEach(parts, runs, t("Deleting"), ({ folder }) => parts.worker.request("deleteRun", { folder }));
}

/** One after another, with progress on the view; each refusal is said once and the rest goes on. */
async function forEach(
  { list, log, view }: RunCommandParts,
  runs: readonly RunSummary[],
  title: string,
  act: (run: RunSummary) => Promise<unknown>,
): Promise<void> {
  const refusals = new Map<string, number>();
  await vscode.window.withProgress({ location: { viewId: "hocslm.runs" }, title }, async () => {
    // The view's own progress bar is for the eye alone.
    view.message = `${title}…`;
    for (const run of runs) {
      try {
        await act(run);
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        log.warn(`${run.folder}: ${sentence}`);
        refusals.set(sentence, (refusals.get(sentence) ?? 0) + 1);
      }
    }
    await list.refresh();
  });
  for (const [sentence, times] of refusals)
    void vscode.window.showErrorMessage(times > 1 ? vscode.l10n.t("{0} ({1} runs)", sentence, times) : sentence);
}

/** In the system's file manager; a remote or web window has none of the machine the run lies on, so there the explorer shows it. */
async function reveal(folder: vscode.Uri): Promise<void> {
  const local = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  await vscode.commands.executeCommand(local ? "revealFileInOS" : "revealInExplorer", folder);
}
