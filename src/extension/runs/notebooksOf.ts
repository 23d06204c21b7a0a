import { isTraining, parseNotebook } from "../../notebook/index";
import { isNotebookPath } from "../notebookFile";

/** A train cell: the folder of its notebook, absolute, its id, and the notebook's file name at the time, where it is known. */
export interface CellRef {
  readonly place: string;
  readonly cell: string;
  readonly notebook?: string | undefined;
}

/** File names of a folder and their texts. */
export interface FolderFiles {
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
}

/**
 * The notebooks of a folder that have a train cell of this id, and all others, by name. Of those that have it only the one that made the run,
 * where it still does; it may have been renamed, or never been noted.
 */
export async function notebooksWith(
  { cell, notebook }: CellRef,
  files: FolderFiles,
): Promise<{ readonly holding: string[]; readonly others: string[] }> {
  const names = (await files.list().catch(() => [])).filter((name) => isNotebookPath(`/${name}`)).sort();
  const holding: string[] = [];
  const others: string[] = [];
  for (const name of names) ((await holds(files, name, cell)) ? holding : others).push(name);
  return { holding: notebook !== undefined && holding.includes(notebook) ? [notebook] : holding, others };
}

async function holds(files: FolderFiles, name: string, id: string): Promise<boolean> {
  try {
    const { cells } = parseNotebook(await files.read(name));
    return cells.some((cell) => cell.type === "hgl" && cell.id === id && isTraining(cell.kind));
  } catch {
    // A damaged notebook is offered like any other, and says itself what is wrong with it.
    return false;
  }
}
