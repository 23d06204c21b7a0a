import { KEY_PATH } from "../../common/payloads/model";
import type { FromRenderer } from "../../common/wire/renderer";

/** A view shows at most the seeds of one cell. */
const MOST_FOLDERS = 1000;
const LONGEST = 4096;

/** What a renderer sent, when it is one of our messages and nothing else; null otherwise. Its page holds outputs of strangers. */
export function readFromRenderer(message: unknown): FromRenderer | null {
  if (typeof message !== "object" || message === null) return null;
  const { type, folders, cell, folder, name, key } = message as Record<string, unknown>;
  switch (type) {
    case "opened":
      if (!Array.isArray(folders) || folders.length > MOST_FOLDERS || !folders.every(isText)) return null;
      return { type, folders: [...(folders as string[])] };
    case "resume":
    case "measure":
      return isText(cell) ? { type, cell } : null;
    case "revealKey":
      return isText(cell) && isText(key) && KEY_PATH.test(key) ? { type, cell, key } : null;
    case "openRunFolder":
      return isText(folder) ? { type, folder } : null;
    case "openFile":
      return isText(name) && FIGURE_FILE.test(name) ? { type, name } : null;
    default:
      return null;
  }
}

/** In the folder of figures beside the notebook, and nowhere else. */
const FIGURE_FILE = /^figures\/[\w-][\w .-]*\.[a-z0-9]{2,4}$/;

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= LONGEST;
}

/** Whether a path is a run folder directly below `runsFolder`, by its words alone; either separator divides them. */
export function isRunFolderIn(runsFolder: string, folder: string): boolean {
  const parts = (path: string): string[] => path.split(/[\\/]/);
  const within = parts(runsFolder.replace(/[\\/]+$/, ""));
  const asked = parts(folder);
  const name = asked[within.length];
  return (
    asked.length === within.length + 1 && within.every((part, i) => part === asked[i]) && /^[\w-]+$/.test(name ?? "")
  );
}
