import * as vscode from "vscode";
import type { Diagnostic } from "../notebook/index";
import { checkNotebook } from "../notebook/index";
import { diagnosticFacts } from "./diagnosticFacts";
import { isNotebookPath } from "./notebookFile";

/** Long enough that a word is typed through, short enough to feel immediate. */
const PAUSE_MS = 200;

const SEVERITIES = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning } as const;

/** Keeps the Problems panel true for every open notebook text, as one types. */
export class NotebookDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("hocslm");
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #listeners: vscode.Disposable[];

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.#listeners = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#publish(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#later(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#publish(document);
  }

  /** Checks now, publishes, and returns what was found. */
  check(document: vscode.TextDocument): Diagnostic[] {
    this.#cancel(document);
    const found = checkNotebook(document.getText());
    this.#collection.set(
      document.uri,
      found.map((one) => shown(document, one)),
    );
    return found;
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.#listeners, this.#collection).dispose();
  }

  #publish(document: vscode.TextDocument): void {
    if (!isNotebookPath(document.uri.path)) return;
    try {
      this.check(document);
    } catch (error) {
      // A defect of ours must not stay silent, nor leave marks of an older text behind.
      this.#collection.delete(document.uri);
      this.log.error(error instanceof Error ? error : String(error));
    }
  }

  #later(document: vscode.TextDocument): void {
    if (!isNotebookPath(document.uri.path)) return;
    this.#cancel(document);
    this.#waiting.set(
      document.uri.toString(),
      setTimeout(() => this.#publish(document), PAUSE_MS),
    );
  }

  #forget(document: vscode.TextDocument): void {
    this.#cancel(document);
    this.#collection.delete(document.uri);
  }

  #cancel(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
  }
}

function shown(document: vscode.TextDocument, diagnostic: Diagnostic): vscode.Diagnostic {
  const { start, end, message, severity, code } = diagnosticFacts(document, diagnostic);
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const result = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  result.source = "HocSLM";
  result.code = code;
  return result;
}
