import * as vscode from "vscode";

/** Marks the editors of cells whose outputs are of an earlier text: a bar at their left, and why behind the first line. */
export class StaleDecorations implements vscode.Disposable {
  readonly #bar = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderStyle: "solid",
    borderWidth: "0 0 0 2px",
    borderColor: new vscode.ThemeColor("hocslm.staleBorder"),
  });
  readonly #reason = vscode.window.createTextEditorDecorationType({});
  readonly #listeners: vscode.Disposable;

  /** `staleOf` tells by cell document why its outputs are stale. */
  constructor(private readonly staleOf: () => ReadonlyMap<vscode.TextDocument, string>) {
    this.#listeners = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("hocslm.showStale")) this.refresh();
      }),
    );
  }

  refresh(): void {
    const stale = this.staleOf();
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme !== "vscode-notebook-cell") continue;
      const wanted = vscode.workspace.getConfiguration("hocslm", editor.document).get("showStale", true);
      const reason = wanted ? stale.get(editor.document) : undefined;
      editor.setDecorations(this.#bar, reason === undefined ? [] : [wholeOf(editor.document)]);
      editor.setDecorations(this.#reason, reason === undefined ? [] : [behindFirstLine(editor.document, reason)]);
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.#listeners, this.#bar, this.#reason).dispose();
  }
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(0, 0, Math.max(0, document.lineCount - 1), 0);
}

function behindFirstLine(document: vscode.TextDocument, reason: string): vscode.DecorationOptions {
  const end = document.lineAt(0).range.end;
  return {
    range: new vscode.Range(end, end),
    renderOptions: {
      after: {
        contentText: vscode.l10n.t("stale: {0}", reason),
        margin: "0 0 0 2em",
        fontStyle: "italic",
        color: new vscode.ThemeColor("hocslm.staleForeground"),
      },
    },
  };
}
