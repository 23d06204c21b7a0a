import { MOST_SKELETON_CLIPS } from "../../common/payloads/skeleton";
import type { FromRenderer } from "../../common/wire/renderer";

/** A view shows at most the seeds of one cell. */
const MOST_FOLDERS = 1000;
const LONGEST = 4096;

/** What a renderer sent, when it is one of our messages and nothing else; null otherwise. Its page holds outputs of strangers. */
export function readFromRenderer(message: unknown): FromRenderer | null {
  if (typeof message !== "object" || message === null) return null;
  const { type, folders, cell, folder, name, request, clips, run } = message as Record<string, unknown>;
  switch (type) {
    case "opened":
      return areTexts(folders, MOST_FOLDERS) ? { type, folders: [...folders] } : null;
    case "resume":
      return isText(cell) ? { type, cell } : null;
    case "openRunFolder":
      return isText(folder) ? { type, folder } : null;
    case "openFile":
      return isText(name) && FIGURE_FILE.test(name) ? { type, name } : null;
    case "askClips":
      if (!isText(request) || !isText(cell) || !areTexts(clips, MOST_SKELETON_CLIPS) || clips.length === 0) return null;
      if (run !== undefined && !isText(run)) return null;
      return { type, request, cell, clips: [...clips], ...(run === undefined ? {} : { run }) };
    default:
      return null;
  }
}

/** In the folder of figures beside the notebook, and nowhere else. */
const FIGURE_FILE = /^figures\/[\w-][\w .-]*\.[a-z0-9]{2,4}$/;

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= LONGEST;
}

function areTexts(value: unknown, most: number): value is string[] {
  return Array.isArray(value) && value.length <= most && value.every(isText);
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
