import { homedir } from "node:os";

/** A program and its arguments, never a shell's line: a path may hold spaces, quotes or `$(…)`. */
export interface RunProcess {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunRequest {
  /** Absolute path of the notebook. */
  readonly notebook: string;
  /** The workspace folder that holds it, if one does. */
  readonly folder: string | undefined;
  /** Absolute path of the bundled `hgl`. */
  readonly program: string;
  /** The setting `hocslm.nodePath`; empty means the editor's own Node. */
  readonly nodePath: string;
  /** `process.execPath` of the extension host. */
  readonly editorPath: string;
}

/** How `hgl run` is started for a notebook; paths inside it are relative to the notebook, wherever the program starts. */
export function runProcess({ notebook, folder, program, nodePath, editorPath }: RunRequest): RunProcess {
  const chosen = nodePath.trim();
  return {
    command: chosen || editorPath,
    args: [program, "run", notebook],
    // A remote window without a folder refuses every other place.
    cwd: folder ?? homedir(),
    // On the desktop the editor's executable is Electron, which is a plain Node only when told so.
    env: chosen ? {} : { ELECTRON_RUN_AS_NODE: "1" },
  };
}
