import * as vscode from "vscode";
import type { Diagnostic } from "../../notebook/index";
import { checkNotebook } from "../../notebook/index";
import { isNotebookPath } from "../notebookFile";
import { Debounced } from "./debounced";
import { shownDiagnostic } from "./diagnostics";

/** Long enough that a word is typed through, short enough to feel immediate. */
const PAUSE_MS = 200;

/** Keeps the Problems panel true for every notebook that is open as text, as one types. */
export class TextDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("hocslm");
  readonly #waiting = new Debounced(PAUSE_MS);
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
    this.#waiting.cancel(document.uri.toString());
    const found = checkNotebook(document.getText());
    this.#collection.set(
      document.uri,
      found.map((one) => shownDiagnostic(document, one)),
    );
    return found;
  }

  dispose(): void {
    this.#waiting.dispose();
    vscode.Disposable.from(...this.#listeners, this.#collection).dispose();
  }

  #publish(document: vscode.TextDocument): void {
    if (!isChecked(document)) return;
    try {
      this.check(document);
    } catch (error) {
      // A defect of ours must not stay silent, nor leave marks of an older text behind.
      this.#collection.delete(document.uri);
      this.log.error(error instanceof Error ? error : String(error));
    }
  }

  #later(document: vscode.TextDocument): void {
    if (!isChecked(document)) return;
    this.#waiting.later(document.uri.toString(), () => this.#publish(document));
  }

  #forget(document: vscode.TextDocument): void {
    this.#waiting.cancel(document.uri.toString());
    this.#collection.delete(document.uri);
  }
}

/** Whether a document is a notebook's file; cells bear its path too, and so do versions out of a repository. */
function isChecked({ uri }: vscode.TextDocument): boolean {
  if (!isNotebookPath(uri.path)) return false;
  return uri.scheme === "untitled" || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}
