import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { HglError } from "../../common/errors";
import { analyse, type Analysis, type AnalysisOptions } from "../../notebook/analyse";
import type { DataFormat } from "../../common/vocabulary";
import { detectFormat } from "../importing/importDataset";
import { severityOf } from "../../notebook/findings";
import { rawOf, type Cell, type Notebook } from "../../notebook/notebook";
import { parseNotebook } from "../../notebook/parse";
import { cellsFor, resolveNotebook, type ResolvedCell } from "../../notebook/resolve";
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
  return openText(path, readNotebookText(path));
}

/** The same for a notebook's text as an editor has it, saved or not. */
export function openText(path: string, text: string): OpenedNotebook {
  return opened(path, text, (notebook) => notebook);
}

/** Only a cell and what it needs, so that a mistake elsewhere in the notebook is no hindrance. @throws HglError "cell", "notebook" */
export function openCell(path: string, text: string, id: string): OpenedNotebook {
  // Sound cells stay, so that a reference of a cell with a mistake is no mistake of its own.
  const { cells, ...rest } = opened(path, text, (notebook) => {
    const sound = soundCells(notebook, analyse(notebook, formatFor(path)));
    return only(notebook, new Set([...sound, ...neededBy(notebook, id)]));
  });
  return { ...rest, cells: cellsFor(cells, id) };
}

/** All cells that could run, without those that have a mistake or need one that has. @throws HglError "notebook" */
export function openSoundCells(path: string, text: string): OpenedNotebook {
  return opened(path, text, (notebook) => only(notebook, soundCells(notebook, analyse(notebook, formatFor(path)))));
}

function opened(path: string, text: string, chosen: (notebook: Notebook) => Notebook): OpenedNotebook {
  try {
    const notebook = parseNotebook(text);
    const options = { path: (source: string) => resolve(dirname(path), source), ...formatFor(path) };
    const cells = resolveNotebook(chosen(notebook), options);
    return { path: resolve(path), name: basename(path), notebook, cells };
  } catch (error) {
    throw inFile(path, error);
  }
}

/** The notebook with every other hgl cell made prose: places and lines stay what they are. */
function only(notebook: Notebook, kept: ReadonlySet<number>): Notebook {
  const cells = notebook.cells.map((cell, index): Cell => {
    if (cell.type === "prose" || kept.has(index)) return cell;
    return { type: "prose", before: cell.before, raw: rawOf(cell), text: "" };
  });
  return { ...notebook, cells };
}

/** Numbers of the cells that a cell needs, itself among them, as far as its references can be followed. */
function neededBy(notebook: Notebook, id: string): ReadonlySet<number> {
  const { cells } = analyse(notebook);
  const kept = new Set<number>();
  const want = (wanted: string): void => {
    notebook.cells.forEach((cell, index) => {
      if (cell.type !== "hgl" || cell.id !== wanted || kept.has(index)) return;
      kept.add(index);
      cells.find((one) => one.index === index)?.needs.forEach(want);
    });
  };
  want(id);
  return kept;
}

function soundCells(notebook: Notebook, { cells, findings }: Analysis): ReadonlySet<number> {
  const wrong = new Set(findings.filter(({ finding }) => severityOf(finding) === "error").map(({ index }) => index));
  const indexOf = new Map(notebook.cells.map((cell, index) => [cell.type === "hgl" ? cell.id : null, index]));
  const sound = new Set(cells.map(({ index }) => index).filter((index) => !wrong.has(index)));
  for (let before = -1; before !== sound.size;) {
    before = sound.size;
    for (const { index, needs } of cells)
      if (needs.some((id) => !sound.has(indexOf.get(id) ?? -1))) sound.delete(index);
  }
  return sound;
}

/** Looks what a data source is, which only the disk can tell. */
export function formatFor(notebookPath: string): AnalysisOptions {
  const format = (source: string): DataFormat => {
    try {
      return detectFormat(resolve(dirname(notebookPath), source));
    } catch {
      // What is wrong with it is said when it is read.
      return "hgl";
    }
  };
  return { format };
}

function inFile(path: string, error: unknown): unknown {
  if (!(error instanceof HglError)) return error;
  const { where } = error.facts;
  return new HglError({ ...error.facts, where: where ? `${path}, ${where}` : path });
}
