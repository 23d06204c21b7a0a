import * as vscode from "vscode";
import type { EditorAnswers } from "./answers";
import { nodeVersion, startProcess } from "./processHost";
import { startThread } from "./threadHost";
import { LazyWorker } from "./workerClient";

/** The window's worker; it is started by the first request and ends with the window. */
export function createWorker(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  answers: EditorAnswers,
): LazyWorker {
  const program = context.asAbsolutePath("dist/hgl.mjs");
  const { version } = context.extension.packageJSON as { version: string };
  const worker = new LazyWorker({
    version,
    answers,
    isTrusted: () => vscode.workspace.isTrusted,
    nodePath: () => vscode.workspace.getConfiguration("hocslm").get("nodePath", ""),
    editorPath: process.execPath,
    startProcess: (node, args) => startProcess(node, program, args),
    startThread: (args) => startThread(program, args),
    nodeVersion,
    say: (message) => void vscode.window.showInformationMessage(message),
    log: (line) => log.info(line),
    t: vscode.l10n.t,
  });
  const { workspace } = vscode;
  context.subscriptions.push(
    worker,
    workspace.onDidGrantWorkspaceTrust(() => void worker.trustChanged()),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("hocslm.nodePath")) worker.forgetNode();
    }),
  );
  return worker;
}
