import type { CellOutput, NotebookText } from "../../common/wire/worker";
import type { ShownError } from "./outcome";
import type { NotebookReading } from "./reading";

/** One execution of a cell as the editor shows it. Nothing of it throws, also after the cell has been deleted. */
export interface CellExecution {
  /** From here on it may show something. Unix milliseconds; null where unknown. */
  start(at: number | null): void;
  /** In place of what the cell shows; `outputs` null keeps them and changes the error alone. */
  show(outputs: readonly CellOutput[] | null, error: ShownError | null): Promise<void>;
  /** `succeeded` null leaves no mark. Waits for what is still being shown. */
  end(succeeded: boolean | null, at: number | null): Promise<void>;
}

/** The editor's side of one open notebook; C is its object for a cell. */
export interface Screen<C> {
  /** The cells as they stand now. */
  read(): NotebookReading<C>;
  /** What the worker is told of the notebook; throws HglError when the worker cannot be told. */
  text(): NotebookText;
  /** Begins an execution, waiting for its start; null when the editor has none to give (a deleted cell). */
  begin(cell: C): CellExecution | null;
  /** Whether running is allowed: a sentence when it is not. */
  refusal(): string | null;
  /** What the status lines tell has changed. */
  changed(): void;
  /** A run of this notebook has begun or ended. */
  runsChanged(): void;
  /** The import of a data set takes long; `share` null where its length is not known. Called often; null ends it. */
  importing(cell: C, what: string | null, share: number | null): void;
}
