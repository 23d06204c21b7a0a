import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HglError } from "../../common/errors";
import { stateOf } from "../../common/runHistory";
import type { RunEvent } from "../../common/runRecord";
import { parseLog, readLog } from "../store/eventLog";
import { lockHolder } from "../store/lock";
import type { RunFolder } from "../store/runFolder";

export interface FollowOptions {
  readonly onEvent: (event: RunEvent) => void;
  /** Told once when the user has asked to stop and the process has been asked in turn. */
  readonly onStopping?: () => void;
  readonly pollMs?: number;
  /** Starts the training process of a folder; the default starts this very program again. */
  readonly launch?: (folder: RunFolder) => ChildProcess;
}

/**
 * A process of its own for a run, in its own process group: a closed terminal or a killed parent does not touch it, and a terminal's Ctrl-C
 * reaches it once, from us. What it prints goes to the folder's train.log.
 */
export function launchTraining(folder: RunFolder): ChildProcess {
  const log = openSync(folder.logPath, "a");
  try {
    return spawn(process.execPath, [...process.execArgv, program(), "train", folder.path], {
      detached: true,
      stdio: ["ignore", log, log],
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

/** The bundle this code is part of, or the entry's source; not argv, which may be a wrapper that builds first. */
function program(): string {
  const here = import.meta.url;
  return fileURLToPath(here.endsWith(".ts") ? new URL("../main.ts", here) : here);
}

/**
 * Starts a run, or attaches to the process that already writes it, and follows its log to the end of that sitting.
 * Resolves when the run is done. SIGINT and SIGTERM are forwarded once to a process that we started; a second one leaves at once, while
 * the process finishes its checkpoint alone.
 * @throws HglError "interrupted", or what stopped the run.
 */
export async function followRun(folder: RunFolder, options: FollowOptions): Promise<void> {
  const { onEvent, pollMs = 100 } = options;
  const attached = lockHolder(folder.lockPath) !== undefined;
  const before = readLog(folder.eventsPath);
  const follower = new LogFollower(folder.eventsPath, attached ? 0 : before.validBytes);
  const exit = attached ? undefined : observe((options.launch ?? launchTraining)(folder));

  let asked = 0;
  const forward = () => {
    if (++asked > 1) process.exit(130);
    exit?.child.kill("SIGINT");
    options.onStopping?.();
  };
  process.on("SIGINT", forward).on("SIGTERM", forward);
  const told: RunEvent[] = [];
  const drain = () => {
    for (const event of follower.next()) {
      told.push(event);
      onEvent(event);
    }
  };
  try {
    for (;;) {
      const over = exit ? exit.outcome !== undefined : lockHolder(folder.lockPath) === undefined;
      drain();
      if (over) break;
      if (asked > 0 && !exit)
        throw new HglError({
          code: "interrupted",
          where: folder.path,
          what: "no longer following; another process goes on with this run",
        });
      await Promise.race([new Promise((resolve) => setTimeout(resolve, pollMs)), ...(exit ? [exit.done] : [])]);
    }
  } finally {
    process.off("SIGINT", forward).off("SIGTERM", forward);
  }
  judge(folder, told, exit?.outcome);
}

interface Exit {
  readonly child: ChildProcess;
  readonly done: Promise<void>;
  outcome: { code: number | null; signal: NodeJS.Signals | null; fault?: Error } | undefined;
}

function observe(child: ChildProcess): Exit {
  const exit: Exit = {
    child,
    outcome: undefined,
    done: new Promise<void>((resolve) => {
      child.once("exit", (code, signal) => {
        exit.outcome = { code, signal };
        resolve();
      });
      child.once("error", (fault) => {
        exit.outcome ??= { code: null, signal: null, fault };
        resolve();
      });
    }),
  };
  return exit;
}

/** Turns how a sitting ended into nothing or an error; the log's last word counts first, then how the process ended. */
function judge(folder: RunFolder, told: readonly RunEvent[], outcome: Exit["outcome"]): void {
  if (folder.storedResult() !== undefined && (outcome === undefined || outcome.code === 0)) return;
  const state = stateOf(told, false);
  const where = `run ${folder.id}`;
  const last = told.at(-1);
  if (last?.type === "failed") throw new HglError({ code: "store", where, what: last.message.replace(/\.$/, "") });
  const step = told.findLast((event) => "step" in event);
  const at = step && "step" in step ? ` at step ${step.step}` : "";
  if (last?.type === "interrupted")
    throw new HglError({
      code: "interrupted",
      where,
      what: `stopped${at}; a checkpoint is written`,
      next: "run the notebook again to go on from there",
    });
  if (outcome?.signal) {
    const guess =
      outcome.signal === "SIGKILL" ? " (often the sign of too little memory: a smaller batch needs less)" : "";
    throw new HglError({
      code: "store",
      where,
      what: `the training process was ended by ${outcome.signal}${at}${guess}`,
      next: "run the notebook again to go on from the last checkpoint",
    });
  }
  if (outcome?.fault)
    throw new HglError({
      code: "device",
      where,
      what: `the training process could not be started: ${outcome.fault.message}`,
      next: "check the installation of Node.js",
    });
  const said = lastWords(folder.logPath);
  throw new HglError({
    code: "store",
    where,
    what: said ?? `the training process ended (${state}, status ${outcome?.code ?? "unknown"}) without a result`,
    next: said ? undefined : `see ${folder.logPath}`,
  });
}

/** What the process printed last: its one sentence. */
function lastWords(path: string): string | undefined {
  try {
    const line = readFileSync(path, "utf8").trimEnd().split("\n").at(-1);
    return line?.startsWith("hgl: ") ? line.slice(5).replace(/\.$/, "") : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a growing log: whole sound lines since the last call. */
export class LogFollower {
  readonly #path: string;
  #offset: number;

  constructor(path: string, fromByte: number) {
    this.#path = path;
    this.#offset = fromByte;
  }

  next(): readonly RunEvent[] {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(this.#path);
    } catch {
      return [];
    }
    // A run that resumed may have cut a torn tail that we had counted.
    if (bytes.length < this.#offset) this.#offset = bytes.length;
    const { events, validBytes } = parseLog(bytes.subarray(this.#offset));
    this.#offset += validBytes;
    return events;
  }
}
