import * as vscode from "vscode";
import { registerSerializer } from "./file/serializer";
import { registerLanguage } from "./language/index";

/** Builds the extension's objects and hands them to the editor; every decision is theirs. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("HocSLM", { log: true });
  context.subscriptions.push(log);
  registerSerializer(context);
  registerLanguage(context, log);
}
