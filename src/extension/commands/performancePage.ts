import * as vscode from "vscode";
import type { PerformanceFacts } from "../worker/performanceFacts";

const PAGE = vscode.Uri.from({ scheme: "hocslm", path: "performance.json" });
/** The editor takes a page that was open before from its memory, and new text a moment later. */
const PATIENCE_MS = 2000;

/** "HocSLM: Show Performance": the facts as a read-only page, read anew whenever the command is given; nothing of it asks to be saved. */
export function performancePage(context: vscode.ExtensionContext, facts: () => PerformanceFacts): () => Promise<void> {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let text = "";
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(PAGE.scheme, {
      provideTextDocumentContent: () => text,
      onDidChange: changed.event,
    }),
  );
  return async () => {
    text = `${JSON.stringify(facts(), null, 2)}\n`;
    changed.fire(PAGE);
    const page = await vscode.workspace.openTextDocument(PAGE);
    await says(page, text);
    await vscode.window.showTextDocument(page);
  };
}

/** Resolves when a document has a text; after some patience in any case, since an old page is better than none. */
async function says(document: vscode.TextDocument, text: string): Promise<void> {
  if (document.getText() === text) return;
  await new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeTextDocument(() => document.getText() === text && finish());
    const timer = setTimeout(() => finish(), PATIENCE_MS);
    const finish = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
  });
}
