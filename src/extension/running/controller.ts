import type * as vscode from "vscode";
import type { NotebookText } from "../../common/wire/worker";

/** What commands and views may ask of the running of notebooks. Refusals are shown where the user looks; these never reject. */
export interface NotebookRunning {
  /** Every code cell in dependency order; resolves when all have been given to the queue. */
  runAll(notebook: vscode.NotebookDocument): Promise<void>;
  /** Empties the notebook's queue and asks what runs to finish its step and stop; resolves when it has stopped. */
  interrupt(notebook: vscode.NotebookDocument): Promise<void>;
  /** Runs one train cell (and what it needs) from where its runs stand. */
  resumeCell(cell: vscode.NotebookCell): Promise<void>;
  /** Ends the worker and starts another; cells that were followed are attached again, trainings go on. */
  restart(): Promise<void>;
  /** Reveals the cell's newest run folder in the system's file manager; asks which when there are several, says so when there is none. */
  openRunFolder(target: vscode.NotebookCell | vscode.NotebookDocument): Promise<void>;
  /** What the worker is told of a notebook; throws HglError "notebook" when it is not in a local folder. */
  textOf(notebook: vscode.NotebookDocument): NotebookText;
  /** Fires when a run of a notebook has begun or ended, so that lists of runs can be read again. */
  readonly onDidChangeRuns: vscode.Event<void>;
}
