import * as vscode from "vscode";
import { rendererId } from "../../common/ids";
import type { RunDelta, RunView } from "../../common/payloads/training";
import type { ToRenderer } from "../../common/wire/renderer";
import { readFromRenderer } from "./fromRenderer";

/** What the views of a notebook may ask. */
export interface RendererAsks {
  history(notebook: vscode.NotebookDocument, folders: readonly string[]): Promise<readonly RunView[]>;
  resume(notebook: vscode.NotebookDocument, cell: string): void;
  openRunFolder(notebook: vscode.NotebookDocument, folder: string): void;
  openFile(notebook: vscode.NotebookDocument, name: string): void;
  /** Why it could not be measured, as a sentence; null when its output has the times. */
  measure(notebook: vscode.NotebookDocument, cell: string): Promise<string | null>;
  revealKey(notebook: vscode.NotebookDocument, cell: string, key: string): void;
}

/** The renderers that ask for something. */
const ASKING = ["training", "figure", "model"] as const;

/** Passes what the worker tells on to the views, and answers what views ask. */
export class RendererRelay implements vscode.Disposable {
  readonly #channels = new Map(
    ASKING.map((name) => [name, vscode.notebooks.createRendererMessaging(rendererId(name))] as const),
  );
  readonly #listening: vscode.Disposable;
  #relayed = 0;

  constructor(
    private readonly asks: RendererAsks,
    private readonly log: (line: string) => void,
  ) {
    this.#listening = vscode.Disposable.from(
      ...[...this.#channels.values()].map((channel) =>
        channel.onDidReceiveMessage(({ editor, message }) => this.#received(editor, message)),
      ),
    );
  }

  /** How many messages have been passed on. */
  get relayed(): number {
    return this.#relayed;
  }

  /** Goes to the views of all notebooks, hidden ones too: those that show other runs ignore it. */
  progress(runs: readonly RunDelta[]): void {
    void this.#send("training", { type: "progress", runs });
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #received(editor: vscode.NotebookEditor, message: unknown): void {
    const asked = readFromRenderer(message);
    if (!asked) return;
    const { notebook } = editor;
    switch (asked.type) {
      case "opened":
        void this.#answer(editor, asked.folders);
        break;
      case "resume":
        this.asks.resume(notebook, asked.cell);
        break;
      case "openRunFolder":
        this.asks.openRunFolder(notebook, asked.folder);
        break;
      case "openFile":
        this.asks.openFile(notebook, asked.name);
        break;
      case "measure":
        void this.#measure(editor, asked.cell);
        break;
      case "revealKey":
        this.asks.revealKey(notebook, asked.cell, asked.key);
        break;
    }
  }

  async #answer(editor: vscode.NotebookEditor, folders: readonly string[]): Promise<void> {
    try {
      const runs = await this.asks.history(editor.notebook, folders);
      await this.#send("training", { type: "history", runs }, editor);
    } catch (error) {
      // The view keeps what its payload told it.
      this.log(`history: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #measure(editor: vscode.NotebookEditor, cell: string): Promise<void> {
    const message = await this.asks.measure(editor.notebook, cell);
    await this.#send("model", { type: "measured", cell, message }, editor);
  }

  async #send(to: (typeof ASKING)[number], message: ToRenderer, editor?: vscode.NotebookEditor): Promise<void> {
    this.#relayed++;
    await this.#channels.get(to)!.postMessage(message, editor);
  }
}
