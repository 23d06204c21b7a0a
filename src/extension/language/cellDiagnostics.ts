import * as vscode from "vscode";
import { NOTEBOOK_TYPE } from "../../common/ids";
import type { Severity } from "../../notebook/index";
import { checkFrontMatter, checkProse, problemsOf } from "../../notebook/index";
import { frontMatterOf } from "../file/plainNotebook";
import { Debounced } from "./debounced";
import type { PlacedFinding } from "./diagnosticFacts";
import { shownDiagnostic } from "./diagnostics";
import type { Sheets } from "./sheets";

const PAUSE_MS = 150;

/**
 * Keeps the Problems panel true for the cells of every open notebook, as one types. What is wrong with the front matter, which no cell shows,
 * stands at the notebook's own name.
 */
export class CellDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("hocslm.cells");
  readonly #waiting = new Debounced(PAUSE_MS);
  /** What was published for a notebook, so that it can be taken away with its cells. */
  readonly #published = new Map<string, readonly vscode.Uri[]>();
  readonly #listeners: vscode.Disposable[];

  constructor(
    private readonly sheets: Sheets,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#listeners = [
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#publish(notebook)),
      // One event tells of typing, of cells that come and go, and of languages changed.
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.#later(notebook)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#forget(notebook)),
    ];
    for (const notebook of vscode.workspace.notebookDocuments) this.#publish(notebook);
  }

  /** Checks now, publishes, and returns what was found. */
  check(notebook: vscode.NotebookDocument): { readonly severity: Severity }[] {
    const key = notebook.uri.toString();
    this.#waiting.cancel(key);
    const { sheet, cells } = this.sheets.of(notebook);
    const found: PlacedFinding[][] = cells.map(({ kind, document }) =>
      kind === vscode.NotebookCellKind.Markup ? checkProse(document.getText()) : [],
    );
    for (const problem of problemsOf(sheet)) found[problem.cell]!.push(problem);
    const front = checkFrontMatter(frontMatterOf(notebook.metadata));

    const entries = cells.map(({ document }, i): [vscode.Uri, vscode.Diagnostic[]] => [
      document.uri,
      found[i]!.map((one) => shownDiagnostic(document, one)),
    ]);
    entries.push([notebook.uri, isOpenAsText(notebook.uri) ? [] : front.map((one) => atTop(one))]);
    const now = entries.filter(([, diagnostics]) => diagnostics.length > 0);
    const kept = new Set(now.map(([uri]) => uri.toString()));
    for (const uri of this.#published.get(key) ?? []) if (!kept.has(uri.toString())) this.#collection.delete(uri);
    this.#collection.set(now);
    this.#published.set(
      key,
      now.map(([uri]) => uri),
    );
    return [...found.flat(), ...front];
  }

  dispose(): void {
    this.#waiting.dispose();
    vscode.Disposable.from(...this.#listeners, this.#collection).dispose();
  }

  #publish(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE || notebook.isClosed) return;
    try {
      this.check(notebook);
    } catch (error) {
      this.#clear(notebook);
      this.log.error(error instanceof Error ? error : String(error));
    }
  }

  #later(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return;
    this.#waiting.later(notebook.uri.toString(), () => this.#publish(notebook));
  }

  #forget(notebook: vscode.NotebookDocument): void {
    this.#waiting.cancel(notebook.uri.toString());
    this.#clear(notebook);
  }

  #clear(notebook: vscode.NotebookDocument): void {
    const key = notebook.uri.toString();
    for (const uri of this.#published.get(key) ?? []) this.#collection.delete(uri);
    this.#published.delete(key);
  }
}

/** Its lines are not the editor's, so the message alone tells. */
function atTop(finding: PlacedFinding): vscode.Diagnostic {
  return shownDiagnostic(START, { ...finding, offset: 0, length: 0 });
}

const START = { positionAt: () => new vscode.Position(0, 0) };

/** There the same is told in its place. */
function isOpenAsText(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}
