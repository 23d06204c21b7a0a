import * as vscode from "vscode";
import type { PerformanceFacts } from "../worker/performanceFacts";

const PAGE = vscode.Uri.from({ scheme: "hocslm", path: "performance.json" });

/** "HocSLM: Show Performance": the facts as a read-only page, read anew whenever the command is given; nothing of it asks to be saved. */
export function performancePage(context: vscode.ExtensionContext, facts: () => PerformanceFacts): () => Promise<void> {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provideTextDocumentContent = (): string => `${JSON.stringify(facts(), null, 2)}\n`;
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(PAGE.scheme, {
      provideTextDocumentContent,
      onDidChange: changed.event,
    }),
  );
  return async () => {
    changed.fire(PAGE);
    await vscode.window.showTextDocument(PAGE);
  };
}
