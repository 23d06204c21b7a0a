import * as vscode from "vscode";
import { HglError } from "../../common/errors";
import { NOTEBOOK_TYPE } from "../../common/ids";
import type { NotebookRunning } from "../running/controller";
import { targetUri } from "../targetNotebook";
import type { WorkerClient } from "../worker/client";
import { WorkerDied } from "../worker/client";
import type { PerformanceFacts } from "../worker/performanceFacts";
import { exportNotebook } from "./exportNotebook";
import { newNotebook } from "./newNotebook";
import { openSample } from "./openSample";
import { performancePage } from "./performancePage";
import { runInTerminal } from "./runInTerminal";
import { selectDevice } from "./selectDevice";
import { cellOf, selectedCells, targetDocument } from "./target";
import { explainRestricted, mayStart } from "./trust";

export interface CommandParts {
  readonly worker: WorkerClient;
  readonly running: NotebookRunning;
  readonly log: vscode.LogOutputChannel;
  readonly performance: () => PerformanceFacts;
}

/** Every command of the manifest but those of the Runs view and of the language. */
export function registerCommands(context: vscode.ExtensionContext, parts: CommandParts): void {
  const { worker, running, log, performance } = parts;
  const media = vscode.Uri.joinPath(context.extensionUri, "media", "notebooks");
  const program = context.asAbsolutePath("dist/hgl.mjs");
  const showPerformance = performancePage(context, performance);
  const told = (act: (argument?: unknown) => Promise<unknown>) => telling(act, log);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    registerCommand("hocslm.newNotebook", told(newNotebook)),
    registerCommand(
      "hocslm.openSample",
      told((argument) => openSample(media, argument)),
    ),
    registerCommand(
      "hocslm.runAll",
      told(async (argument) => {
        const notebook = mayStart() && targetDocument(argument);
        if (notebook) await running.runAll(notebook);
      }),
    ),
    registerCommand(
      "hocslm.interrupt",
      told(async (argument) => {
        const notebook = targetDocument(argument);
        if (notebook) await running.interrupt(notebook);
      }),
    ),
    registerCommand(
      "hocslm.restartWorker",
      told(async () => {
        if (mayStart()) await running.restart();
      }),
    ),
    registerCommand(
      "hocslm.resumeCell",
      told(async (argument) => {
        const cell = mayStart() ? cellFor(argument) : undefined;
        if (cell) await running.resumeCell(cell);
      }),
    ),
    registerCommand(
      "hocslm.openRunFolder",
      told(async (argument) => {
        const target = cellOf(argument) ?? targetDocument(argument);
        if (target) await running.openRunFolder(target);
      }),
    ),
    registerCommand(
      "hocslm.selectDevice",
      told((argument) => selectDevice(worker, argument)),
    ),
    registerCommand(
      "hocslm.exportNotebook",
      told((argument) => exportNotebook(worker, running, argument)),
    ),
    registerCommand(
      "hocslm.runNotebook",
      told((argument) => runInTerminal(program, argument)),
    ),
    registerCommand(
      "hocslm.openAsText",
      told((argument) => openWith("default", argument)),
    ),
    registerCommand(
      "hocslm.openAsNotebook",
      told((argument) => openWith(NOTEBOOK_TYPE, argument)),
    ),
    registerCommand("hocslm.whyRestricted", told(explainRestricted)),
    registerCommand(
      "hocslm.showPerformance",
      told(() => showPerformance()),
    ),
    registerCommand("hocslm.showLog", () => log.show()),
  );
}

function cellFor(argument: unknown): vscode.NotebookCell | undefined {
  const cell = cellOf(argument);
  if (cell) return cell;
  const notebook = targetDocument(argument);
  if (!notebook) return undefined;
  const [selected] = selectedCells(notebook);
  if (!selected) void vscode.window.showWarningMessage(vscode.l10n.t("Select the train cell to resume first."));
  return selected;
}

async function openWith(viewType: string, argument: unknown): Promise<void> {
  const uri = targetUri(argument);
  if (uri) await vscode.commands.executeCommand("vscode.openWith", uri, viewType);
}

/** A refusal is its sentence; anything else is a defect of ours, whose trace goes to the log. */
function telling(act: (argument?: unknown) => Promise<unknown>, log: vscode.LogOutputChannel) {
  return async (argument?: unknown): Promise<void> => {
    try {
      await act(argument);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const expected = error instanceof HglError || error instanceof WorkerDied;
      if (expected) log.warn(message);
      else log.error(error instanceof Error ? error : message);
      const showLog = vscode.l10n.t("Show Log");
      void vscode.window.showErrorMessage(message, showLog).then((answer) => {
        if (answer === showLog) log.show();
      });
    }
  };
}
