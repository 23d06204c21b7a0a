import { parseNotebook } from "../../notebook/index";
import { isNotebookPath } from "../notebookFile";

/** A train cell: the folder of its notebook, absolute, and its id. */
export interface CellRef {
  readonly place: string;
  readonly cell: string;
}

/** File names of a folder and their texts. */
export interface FolderFiles {
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
}

/**
 * The notebooks of a folder that have a train cell of this id, and all others, by name. A run knows its folder and its cell, not its file, which
 * may have been renamed.
 */
export async function notebooksWith(
  { cell }: CellRef,
  files: FolderFiles,
): Promise<{ readonly holding: string[]; readonly others: string[] }> {
  const names = (await files.list().catch(() => [])).filter((name) => isNotebookPath(`/${name}`)).sort();
  const holding: string[] = [];
  const others: string[] = [];
  for (const name of names) ((await holds(files, name, cell)) ? holding : others).push(name);
  return { holding, others };
}

async function holds(files: FolderFiles, name: string, id: string): Promise<boolean> {
  try {
    const { cells } = parseNotebook(await files.read(name));
    return cells.some((cell) => cell.type === "hgl" && cell.id === id && cell.kind === "train");
  } catch {
    // A damaged notebook is offered like any other, and says itself what is wrong with it.
    return false;
  }
}
