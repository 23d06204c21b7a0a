import * as vscode from "vscode";
import { rendererId, type RendererName } from "../../common/ids";
import type { SkeletonPayload } from "../../common/payloads/skeleton";
import type { RunDelta, RunView } from "../../common/payloads/training";
import type { AskedClips, ToRenderer } from "../../common/wire/renderer";
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
  /** @throws Error whose message is a sentence for the view */
  clips(notebook: vscode.NotebookDocument, asked: AskedClips): Promise<SkeletonPayload>;
}

/** The renderers that ask for something. */
const ASKING = [
  "training",
  "figure",
  "model",
  "data",
  "confusion",
  "embedding",
] as const satisfies readonly RendererName[];
type Asking = (typeof ASKING)[number];

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
      ...[...this.#channels].map(([name, channel]) =>
        channel.onDidReceiveMessage(({ editor, message }) => this.#received(name, editor, message)),
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

  #received(name: Asking, editor: vscode.NotebookEditor, message: unknown): void {
    const asked = readFromRenderer(message);
    if (!asked) return;
    const { notebook } = editor;
    switch (asked.type) {
      case "opened":
        void this.#answerHistory(name, editor, asked.folders);
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
        void this.#measure(name, editor, asked.cell);
        break;
      case "revealKey":
        this.asks.revealKey(notebook, asked.cell, asked.key);
        break;
      case "askClips":
        void this.#answerClips(name, editor, asked.request, asked);
        break;
    }
  }

  async #answerHistory(name: Asking, editor: vscode.NotebookEditor, folders: readonly string[]): Promise<void> {
    try {
      await this.#send(name, { type: "history", runs: await this.asks.history(editor.notebook, folders) }, editor);
    } catch (error) {
      // The view keeps what its payload told it.
      this.log(`history: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #measure(name: Asking, editor: vscode.NotebookEditor, cell: string): Promise<void> {
    const message = await this.asks.measure(editor.notebook, cell);
    await this.#send(name, { type: "measured", cell, message }, editor);
  }

  async #answerClips(name: Asking, editor: vscode.NotebookEditor, request: string, asked: AskedClips): Promise<void> {
    const { cell, clips, run } = asked;
    try {
      const payload = await this.asks.clips(editor.notebook, { cell, clips, ...(run === undefined ? {} : { run }) });
      await this.#send(name, { type: "clips", request, payload }, editor);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      this.log(`clips of #${cell}: ${sentence}`);
      await this.#send(name, { type: "clipsRefused", request, sentence }, editor);
    }
  }

  async #send(name: Asking, message: ToRenderer, editor?: vscode.NotebookEditor): Promise<void> {
    this.#relayed++;
    await this.#channels.get(name)!.postMessage(message, editor);
  }
}
