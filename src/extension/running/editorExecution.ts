import * as vscode from "vscode";
import type { CellOutput } from "../../common/wire/worker";
import type { ShownError } from "./outcome";
import type { CellExecution } from "./screen";
import { wrapped } from "./wrapped";

const ERROR = "application/vnd.code.notebook.error";

/** One execution of the editor's; a cell may be deleted at any moment, after which nothing can be shown and nothing is. */
export class EditorExecution implements CellExecution {
  #shown: Promise<void> = Promise.resolve();

  constructor(
    private readonly execution: vscode.NotebookCellExecution,
    private readonly log: (line: string) => void,
  ) {}

  start(at: number | null): void {
    try {
      this.execution.start(at ?? undefined);
    } catch (error) {
      this.#lost(error);
    }
  }

  show(outputs: readonly CellOutput[] | null, error: ShownError | null): Promise<void> {
    this.#shown = this.#shown.then(() => this.#show(outputs, error)).catch((reason: unknown) => this.#lost(reason));
    return this.#shown;
  }

  async end(succeeded: boolean | null, at: number | null): Promise<void> {
    await this.#shown;
    try {
      this.execution.end(succeeded ?? undefined, at ?? undefined);
    } catch (error) {
      this.#lost(error);
    }
  }

  async #show(outputs: readonly CellOutput[] | null, error: ShownError | null): Promise<void> {
    const { execution } = this;
    const errors = error === null ? [] : [errorOutput(error)];
    if (outputs !== null) return execution.replaceOutput([...outputs.map(output), ...errors]);
    const kept = execution.cell.outputs.filter(({ items }) => !items.some(({ mime }) => mime === ERROR));
    // What stays is left alone where it can be, so that a view is not drawn anew.
    if (kept.length === execution.cell.outputs.length) return execution.appendOutput(errors);
    return execution.replaceOutput([...kept, ...errors]);
  }

  #lost(error: unknown): void {
    this.log(`cell ${this.execution.cell.index}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function output(forms: CellOutput): vscode.NotebookCellOutput {
  const items = Object.entries(forms).map(([mime, text]) => vscode.NotebookCellOutputItem.text(text, mime));
  return new vscode.NotebookCellOutput(items);
}

/** The editor shows the stack where there is one, so that it holds the sentence too, in lines that need no scrolling. */
function errorOutput({ name, message, details }: ShownError): vscode.NotebookCellOutput {
  const stack = [...wrapped(`${name}: ${message}`), ...(details === "" ? [] : [details])].join("\n");
  return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error({ name, message, stack })]);
}
