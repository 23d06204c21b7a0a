import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunFolder } from "../store/runFolder";

/** Starts one training process for some run folders, in their order. */
export type Launch = (folders: readonly RunFolder[]) => ChildProcess;

/**
 * A process of its own for the runs, in its own process group: a closed terminal or window or a killed parent does not touch it, and a
 * terminal's Ctrl-C reaches it once, from us. What it prints goes to the first folder's train.log, which all its locks name.
 */
export const launchTraining: Launch = (folders) => {
  const path = folders[0]!.logPath;
  const log = openSync(path, "a");
  try {
    const args = ["train", "--log", path, ...folders.map((folder) => folder.path)];
    const child = spawn(process.execPath, programArguments(args), {
      detached: true,
      stdio: ["ignore", log, log],
      windowsHide: true,
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
};

/** What Node is started with to run this program as it runs here, as `hgl ARGS`. */
export function programArguments(args: readonly string[]): string[] {
  return [...process.execArgv, program(), ...args];
}

/** The bundle this code is part of, or the entry's source; not argv, which may be a wrapper that builds first. */
function program(): string {
  const here = import.meta.url;
  return fileURLToPath(here.endsWith(".ts") ? new URL("../main.ts", here) : here);
}

/** A started process and, once it has ended, how. */
export interface Started {
  readonly child: ChildProcess;
  readonly done: Promise<void>;
  outcome: { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly fault?: Error } | undefined;
}

export function observe(child: ChildProcess): Started {
  const started: Started = {
    child,
    outcome: undefined,
    done: new Promise<void>((resolve) => {
      child.once("exit", (code, signal) => {
        started.outcome = { code, signal };
        resolve();
      });
      child.once("error", (fault) => {
        started.outcome ??= { code: null, signal: null, fault };
        resolve();
      });
    }),
  };
  return started;
}
