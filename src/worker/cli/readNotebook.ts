import { readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { HglError } from "../../common/errors";
import type { AnalysisOptions } from "../../notebook/analyse";
import type { DataFormat } from "../../notebook/cells/data";
import type { Notebook } from "../../notebook/notebook";
import { parseNotebook } from "../../notebook/parse";
import { resolveNotebook, type ResolvedCell } from "../../notebook/resolve";
import { diskError } from "../store/fileSystem";

export interface OpenedNotebook {
  readonly path: string;
  readonly name: string;
  readonly notebook: Notebook;
  /** In dependency order. */
  readonly cells: readonly ResolvedCell[];
}

/** The text of a notebook file. @throws HglError "disk" when it cannot be read, "notebook" when it is not UTF-8. */
export function readNotebookText(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw diskError(error, path, "opening the notebook");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HglError({
      code: "notebook",
      where: path,
      what: "the notebook is not UTF-8 text",
      next: "save it as UTF-8",
    });
  }
}

/** Reads, parses and resolves; errors carry the file's name. */
export function openNotebook(path: string): OpenedNotebook {
  const text = readNotebookText(path);
  try {
    const notebook = parseNotebook(text);
    const cells = resolveNotebook(notebook, { path: (source) => resolve(dirname(path), source), ...formatFor(path) });
    return { path: resolve(path), name: basename(path), notebook, cells };
  } catch (error) {
    throw inFile(path, error);
  }
}

/** Looks whether a data source is a folder, which only the disk can tell. */
export function formatFor(notebookPath: string): AnalysisOptions {
  const format = (source: string): DataFormat => {
    const isFolder = statSync(resolve(dirname(notebookPath), source), { throwIfNoEntry: false })?.isDirectory();
    return isFolder ? "nw-ucla" : "hgl";
  };
  return { format };
}

function inFile(path: string, error: unknown): unknown {
  if (!(error instanceof HglError)) return error;
  const { where } = error.facts;
  return new HglError({ ...error.facts, where: where ? `${path}, ${where}` : path });
}
