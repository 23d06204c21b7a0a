import * as vscode from "vscode";
import { CELL_LANGUAGE, CONTROLLER_ID, NOTEBOOK_TYPE } from "../../common/ids";
import type { RunView } from "../../common/payloads/training";
import type { NotebookText } from "../../common/wire/worker";
import { Sheets } from "../language/sheets";
import { fileName } from "../notebookFile";
import type { WorkerClient } from "../worker/client";
import { registerCellStatusBar } from "./cellStatusBar";
import type { NotebookRunning } from "./controller";
import { EditorScreen, isLocal, textOf } from "./editorScreen";
import { delayed } from "./delayed";
import { isRunFolderIn } from "./fromRenderer";
import { readCells } from "./reading";
import { openFigureFile } from "./openFigureFile";
import { RendererRelay } from "./rendererRelay";
import { watchResults } from "./resultWatcher";
import { revealKey } from "./revealKey";
import { openFolder, openOneOf, runsFolderOf } from "./runFolders";
import { NotebookSession } from "./session";
import { StaleDecorations } from "./staleDecorations";

/** A word is typed through before its consequences are told. */
const TYPING_MS = 250;
/** Status lines change at most this often. */
const STATUS_MS = 250;

/** A notebook that is open, and everything that ends with it. */
interface Open {
  readonly session: NotebookSession<vscode.NotebookCell>;
  readonly close: vscode.Disposable;
}

/** Runs notebooks on this computer: the only controller, selected for every notebook of ours. */
export class LocalController implements NotebookRunning, vscode.Disposable {
  readonly #controller: vscode.NotebookController;
  readonly #relay: RendererRelay;
  readonly #decorations: StaleDecorations;
  readonly #sheets = new Sheets();
  readonly #open = new Map<vscode.NotebookDocument, Open>();
  readonly #selected = new WeakSet<vscode.NotebookDocument>();
  readonly #statusChanged = new vscode.EventEmitter<void>();
  readonly #runsChanged = new vscode.EventEmitter<void>();
  readonly #told = new Set<string>();
  readonly #disposables: vscode.Disposable[] = [];
  readonly #statusSoon = delayed(STATUS_MS, () => this.#showStatus());
  #executions = 0;

  readonly onDidChangeRuns = this.#runsChanged.event;

  constructor(
    private readonly extension: string,
    private readonly client: WorkerClient,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#controller = this.#newController();
    this.#relay = new RendererRelay(
      {
        history: (notebook, folders) => this.#history(notebook, folders),
        resume: (notebook, cell) => this.#resume(notebook, cell),
        openRunFolder: (notebook, folder) => {
          if (isLocal(notebook) && isRunFolderIn(runsFolderOf(notebook), folder)) void openFolder(folder);
        },
        openFile: (notebook, name) => {
          if (isLocal(notebook)) void openFigureFile(notebook.uri, name);
        },
        measure: async (notebook, cell) => (await this.#open.get(notebook)?.session.measure(cell)) ?? null,
        revealKey: (notebook, id, key) => {
          const cell = this.#cellOf(notebook, id);
          if (cell) void revealKey(cell, key);
        },
        clips: async (notebook, asked) => (await client.request("clips", { ...textOf(notebook), ...asked })).payload,
      },
      (line) => log.warn(line),
    );
    this.#decorations = new StaleDecorations(() => this.#staleDocuments());
    const { workspace, window } = vscode;
    this.#disposables.push(
      this.#controller,
      this.#relay,
      this.#decorations,
      this.#statusChanged,
      this.#runsChanged,
      this.#statusSoon,
      registerCellStatusBar((cell) => this.#factsOf(cell), this.#statusChanged.event),
      window.onDidChangeVisibleNotebookEditors((editors) => editors.forEach((editor) => this.#select(editor))),
      workspace.onDidOpenNotebookDocument((notebook) => this.#opened(notebook)),
      workspace.onDidCloseNotebookDocument((notebook) => this.#closed(notebook)),
      workspace.onDidSaveNotebookDocument((notebook) => void this.#open.get(notebook)?.session.restore()),
      workspace.onDidGrantWorkspaceTrust(() => this.#restoreAll()),
      ...this.#listenToWorker(),
    );
    for (const notebook of workspace.notebookDocuments) this.#opened(notebook);
    for (const editor of window.visibleNotebookEditors) this.#select(editor);
  }

  /** Messages passed on to renderers so far. */
  get messagesRelayed(): number {
    return this.#relay.relayed;
  }

  async runAll(notebook: vscode.NotebookDocument): Promise<void> {
    await this.#run(notebook, codeCells(notebook));
  }

  async interrupt(notebook: vscode.NotebookDocument): Promise<void> {
    await this.#open.get(notebook)?.session.interrupt();
  }

  async resumeCell(cell: vscode.NotebookCell): Promise<void> {
    await this.#run(cell.notebook, [cell]);
  }

  async restart(): Promise<void> {
    try {
      await this.client.restart();
      this.#restoreAll();
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error));
    }
  }

  async openRunFolder(target: vscode.NotebookCell | vscode.NotebookDocument): Promise<void> {
    const notebook = "notebook" in target ? target.notebook : target;
    const cells = "notebook" in target ? [target] : codeCells(notebook);
    const runs = new Set(cells.flatMap((cell) => this.#factsOf(cell)?.status?.runs ?? []));
    const { t } = vscode.l10n;
    const none = "notebook" in target ? t("This cell has no runs yet.") : t("This notebook has no runs yet.");
    const folder = isLocal(notebook) ? runsFolderOf(notebook) : "";
    await openOneOf(
      [...runs].map((run) => vscode.Uri.joinPath(vscode.Uri.file(folder), run).fsPath),
      none,
    );
  }

  /** File name of the notebook whose cell runs under this name; null when none does. */
  notebookRunning(execution: string): string | null {
    const found = [...this.#open].find(([, { session }]) => session.isRunning(execution));
    return found ? fileName(found[0].uri.path) : null;
  }

  textOf(notebook: vscode.NotebookDocument): NotebookText {
    return textOf(notebook);
  }

  dispose(): void {
    for (const { close } of this.#open.values()) close.dispose();
    this.#open.clear();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #newController(): vscode.NotebookController {
    const controller = vscode.notebooks.createNotebookController(
      CONTROLLER_ID,
      NOTEBOOK_TYPE,
      vscode.l10n.t("HocSLM on this computer"),
    );
    controller.supportedLanguages = [CELL_LANGUAGE];
    controller.supportsExecutionOrder = false;
    controller.description = vscode.l10n.t("Cells run in a process of their own and go on when the window is closed");
    controller.executeHandler = (cells, notebook) => this.#run(notebook, cells);
    controller.interruptHandler = (notebook) => this.interrupt(notebook);
    this.#disposables.push(
      controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (!selected) return void this.#selected.delete(notebook);
        this.#selected.add(notebook);
        void this.#open.get(notebook)?.session.restore();
      }),
    );
    return controller;
  }

  #listenToWorker(): vscode.Disposable[] {
    const sessions = (): NotebookSession<vscode.NotebookCell>[] =>
      [...this.#open.values()].map(({ session }) => session);
    return [
      this.client.on("outputs", (told) => sessions().forEach((session) => session.outputs(told))),
      this.client.on("importing", (told) => sessions().forEach((session) => session.importing(told))),
      this.client.on("progress", (told) => {
        if (sessions().some((session) => session.progress(told))) this.#relay.progress(told.runs);
      }),
      this.client.on("warning", ({ message }) => this.#warn(message)),
    ];
  }

  #opened(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE || this.#open.has(notebook)) return;
    this.#controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    const screen = new EditorScreen({
      notebook,
      controller: this.#controller,
      sheets: this.#sheets,
      log: (line) => this.log.debug(line),
      changed: () => this.#statusSoon.call(),
      runsChanged: () => this.#runsChanged.fire(),
      interrupt: () => void this.interrupt(notebook),
    });
    const session = new NotebookSession(screen, {
      client: this.client,
      t: vscode.l10n.t,
      log: (line) => this.log.warn(line),
      complain: (sentence) => this.#complain(sentence),
      newExecution: () => `execution ${++this.#executions}`,
    });
    const typed = delayed(TYPING_MS, () => session.textChanged());
    const close = vscode.Disposable.from(
      screen,
      session,
      typed,
      vscode.workspace.onDidChangeNotebookDocument((event) => {
        if (event.notebook === notebook && changesText(event)) typed.call();
      }),
      ...(isLocal(notebook) ? [this.#watch(notebook, session)] : []),
    );
    this.#open.set(notebook, { session, close });
    if (this.#selected.has(notebook)) void session.restore();
  }

  #watch(notebook: vscode.NotebookDocument, session: NotebookSession<vscode.NotebookCell>): vscode.Disposable {
    return watchResults(runsFolderOf(notebook), () => {
      this.#runsChanged.fire();
      void session.restore();
    });
  }

  #closed(notebook: vscode.NotebookDocument): void {
    this.#open.get(notebook)?.close.dispose();
    this.#open.delete(notebook);
  }

  /** There is nothing to choose between, so the user is not asked to. */
  #select(notebookEditor: vscode.NotebookEditor): void {
    const { notebook } = notebookEditor;
    if (notebook.notebookType !== NOTEBOOK_TYPE || this.#selected.has(notebook)) return;
    const { extension } = this;
    void vscode.commands.executeCommand("notebook.selectKernel", { notebookEditor, id: CONTROLLER_ID, extension });
  }

  async #run(notebook: vscode.NotebookDocument, cells: readonly vscode.NotebookCell[]): Promise<void> {
    await this.#open.get(notebook)?.session.run(cells);
  }

  #resume(notebook: vscode.NotebookDocument, id: string): void {
    const cell = this.#cellOf(notebook, id);
    if (cell) void this.resumeCell(cell);
  }

  /** The cell that an id belongs to. */
  #cellOf(notebook: vscode.NotebookDocument, id: string): vscode.NotebookCell | undefined {
    const { sheet, cells } = this.#sheets.of(notebook);
    return readCells(sheet, cells).byId.get(id)?.cell;
  }

  async #history(notebook: vscode.NotebookDocument, folders: readonly string[]): Promise<readonly RunView[]> {
    if (!isLocal(notebook)) return [];
    const known = folders.filter((folder) => isRunFolderIn(runsFolderOf(notebook), folder));
    if (known.length === 0) return [];
    return (await this.client.request("history", { folders: known })).runs;
  }

  #restoreAll(): void {
    for (const { session } of this.#open.values()) void session.restore();
  }

  #factsOf(cell: vscode.NotebookCell): ReturnType<NotebookSession<vscode.NotebookCell>["facts"]> {
    return this.#open.get(cell.notebook)?.session.facts(cell) ?? null;
  }

  #staleDocuments(): ReadonlyMap<vscode.TextDocument, string> {
    const stale = [...this.#open.values()].flatMap(({ session }) => [...session.stale()]);
    return new Map(stale.map(([cell, reason]) => [cell.document, reason]));
  }

  #showStatus(): void {
    this.#statusChanged.fire();
    this.#decorations.refresh();
  }

  #warn(message: string): void {
    this.log.warn(message);
    if (this.#told.has(message)) return;
    this.#told.add(message);
    void vscode.window.showWarningMessage(message);
  }

  #complain(sentence: string): void {
    const show = vscode.l10n.t("Show Log");
    void vscode.window.showErrorMessage(sentence, show).then((chosen) => {
      if (chosen === show) this.log.show();
    });
  }
}

function codeCells(notebook: vscode.NotebookDocument): readonly vscode.NotebookCell[] {
  return notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
}

/** Whether an event is about more than outputs and executions. */
function changesText({ contentChanges, cellChanges, metadata }: vscode.NotebookDocumentChangeEvent): boolean {
  return (
    metadata !== undefined || contentChanges.length > 0 || cellChanges.some(({ document }) => document !== undefined)
  );
}
