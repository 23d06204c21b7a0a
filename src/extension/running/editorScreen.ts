import * as vscode from "vscode";
import { HglError } from "../../common/errors";
import type { NotebookText } from "../../common/wire/worker";
import type { Sheet } from "../../notebook/index";
import { textOfNotebook } from "../file/notebookDocument";
import type { Sheets } from "../language/sheets";
import { EditorExecution } from "./editorExecution";
import { ImportNotices } from "./importNotices";
import type { NotebookReading } from "./reading";
import { readCells } from "./reading";
import type { CellExecution, Screen } from "./screen";

export interface ScreenOptions {
  readonly notebook: vscode.NotebookDocument;
  readonly controller: vscode.NotebookController;
  readonly sheets: Sheets;
  readonly log: (line: string) => void;
  readonly changed: () => void;
  readonly runsChanged: () => void;
  readonly interrupt: () => void;
}

/** One open notebook of the editor. */
export class EditorScreen implements Screen<vscode.NotebookCell>, vscode.Disposable {
  readonly #notices: ImportNotices<vscode.NotebookCell>;
  #known: { readonly sheet: Sheet; readonly reading: NotebookReading<vscode.NotebookCell> } | null = null;

  constructor(private readonly options: ScreenOptions) {
    this.#notices = new ImportNotices(options.interrupt);
  }

  read(): NotebookReading<vscode.NotebookCell> {
    const { sheet, cells } = this.options.sheets.of(this.options.notebook);
    if (this.#known?.sheet !== sheet) this.#known = { sheet, reading: readCells(sheet, cells) };
    return this.#known.reading;
  }

  text(): NotebookText {
    return textOf(this.options.notebook);
  }

  begin(cell: vscode.NotebookCell): CellExecution | null {
    const { controller, log } = this.options;
    if (cell.index < 0) return null;
    try {
      return new EditorExecution(controller.createNotebookCellExecution(cell), log);
    } catch (error) {
      log(`cell ${cell.index} cannot be shown as running: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  refusal(): string | null {
    if (vscode.workspace.isTrusted) return null;
    return vscode.l10n.t(
      "Running a notebook starts programs and reads its data, so it waits until you trust this workspace (Workspaces: Manage Workspace Trust).",
    );
  }

  changed(): void {
    this.options.changed();
  }

  runsChanged(): void {
    this.options.runsChanged();
  }

  importing(cell: vscode.NotebookCell, what: string | null, share: number | null): void {
    this.#notices.tell(cell, what, share);
  }

  dispose(): void {
    this.#notices.dispose();
  }
}

/** Whether a notebook has a folder that a worker can reach. */
export function isLocal({ uri, isUntitled }: vscode.NotebookDocument): boolean {
  return uri.scheme === "file" && !isUntitled;
}

/** What the worker is told of a notebook; throws HglError "notebook" when it is in no local folder. */
export function textOf(notebook: vscode.NotebookDocument): NotebookText {
  if (isLocal(notebook)) return { path: notebook.uri.fsPath, text: textOfNotebook(notebook) };
  const { t } = vscode.l10n;
  throw new HglError({
    code: "notebook",
    what: notebook.isUntitled
      ? t("The notebook has no folder yet, and its runs are kept beside it")
      : t("The notebook is not on this computer's disk ({0}), and its runs are kept beside it", notebook.uri.scheme),
    next: t("save it in a local folder first"),
  });
}
