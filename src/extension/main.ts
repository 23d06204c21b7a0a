import * as vscode from "vscode";
import { registerCheckCommand } from "./checkCommand";
import { NotebookDiagnostics } from "./notebookDiagnostics";
import { registerRunCommand } from "./runCommand";

/** Builds the extension's objects and hands them to the editor; every decision is theirs. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("HocSLM", { log: true });
  const diagnostics = new NotebookDiagnostics(log);
  context.subscriptions.push(
    log,
    diagnostics,
    registerCheckCommand(diagnostics),
    registerRunCommand(context.asAbsolutePath("dist/hgl.mjs")),
  );
}
