import type { Translate } from "../translate";

/** A program that runs JavaScript, and what must be in its environment. */
export interface NodeProgram {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where it comes from, in the order they are tried. */
  readonly from: "setting" | "editor" | "path";
}

/** Oldest Node that runs the worker: major, minor. */
const OLDEST = [20, 18] as const;

/** What the worker may be started with, in the order to try; a path in the settings is meant and has no stand-in. */
export function nodePrograms(setting: string, editorPath: string): readonly NodeProgram[] {
  const chosen = setting.trim();
  if (chosen !== "") return [{ command: chosen, env: {}, from: "setting" }];
  return [
    // On the desktop the editor's executable is Electron, which is a plain Node only when told so.
    { command: editorPath, env: { ELECTRON_RUN_AS_NODE: "1" }, from: "editor" },
    { command: "node", env: {}, from: "path" },
  ];
}

/** Whether `process.version` ("v20.18.1") names a Node that runs the worker. */
export function isNodeNewEnough(version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return false;
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
}

/** Said once, when the editor's own Node could not run the worker and the one on PATH does. */
export function standInSentence(t: Translate, version: string): string {
  return t(
    "The editor's own Node.js cannot run the HocSLM worker, so the one on your PATH is used ({0}). Set hocslm.nodePath to choose another.",
    version,
  );
}

/** Why no Node could be started, when every program has been tried. */
export function noNodeSentence(t: Translate, tried: readonly NodeProgram[], reason: string): string {
  if (tried.some(({ from }) => from === "setting"))
    return t(
      "{0}, the Node.js of the setting hocslm.nodePath, does not run the HocSLM worker: {1} Correct the setting, or empty it to use the editor's own.",
      tried[0]!.command,
      reason,
    );
  return t(
    "Neither the editor's own Node.js nor one on your PATH runs the HocSLM worker: {0} Install Node.js {1}.{2} or newer, or name it in the setting hocslm.nodePath.",
    reason,
    OLDEST[0],
    OLDEST[1],
  );
}
