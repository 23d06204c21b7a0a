import { startedAt } from "./startedAt";
import * as vscode from "vscode";
import { registerCommands } from "./commands/registerCommands";
import { registerSerializer } from "./file/serializer";
import { registerLanguage } from "./language/index";
import { registerModels } from "./models/registerModels";
import { LocalController } from "./running/localController";
import { registerRunsView } from "./runs/registerRunsView";
import { createWorker } from "./worker/index";
import { Measurements } from "./worker/performanceFacts";

/** Builds the extension's objects and hands them to the editor; every decision is theirs. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("HocSLM", { log: true });
  context.subscriptions.push(log);
  registerSerializer(context);
  registerLanguage(context, log);
  const models = registerModels(context, (execution) => running.notebookRunning(execution));
  const worker = createWorker(context, log, models);
  const running: LocalController = new LocalController(context.extension.id, worker, log);
  const measurements = new Measurements(worker, () => running.messagesRelayed);
  context.subscriptions.push(running, measurements);
  registerCommands(context, { worker, running, log, performance: () => measurements.facts() });
  registerRunsView(context, { worker, running, log });
  if (process.env["HOCSLM_PERFORMANCE"] === "1") measurements.start();
  measurements.activated(startedAt);
}
