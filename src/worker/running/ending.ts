import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { HglError } from "../../common/errors";
import type { RunEvent, RunResult } from "../../common/runRecord";
import type { Death } from "../../common/wire/worker";
import type { LockRecord } from "../store/lock";
import type { RunFolder } from "../store/runFolder";
import type { Started } from "./launch";
import type { JobEnd } from "./slurm/queue";

/** How a run's sitting ended. `waiting`: its process stopped or died before it came to this run, which is as it was. */
export type RunEnd =
  | { readonly kind: "done"; readonly result: RunResult }
  | { readonly kind: "interrupted"; readonly error: HglError }
  | { readonly kind: "failed"; readonly error: HglError; readonly death: Death | null }
  | { readonly kind: "waiting" };

/** What was seen of a sitting. */
export interface Seen {
  /** Its last event, and its last that names a step. */
  readonly last: RunEvent | undefined;
  readonly lastStep: number | undefined;
  /** The lock's last holder; undefined when nobody ever took it. */
  readonly holder: LockRecord | undefined;
  /** The process that we started ourselves. */
  readonly started: Started | undefined;
  /** The cluster's task that has gone. */
  readonly job: { readonly name: string; readonly log: string; readonly ended: JobEnd } | undefined;
  readonly memory: Death["memory"];
  /** What the user runs again: "the notebook" or "the cell". */
  readonly again: string;
}

/** The log's last word counts first, then how the process ended. @throws HglError "store" for a damaged result */
export function endingOf(folder: RunFolder, seen: Seen): RunEnd {
  const result = folder.storedResult();
  if (result !== undefined) return { kind: "done", result };
  const { last, lastStep, holder, started, job, again } = seen;
  const where = `run ${folder.id}`;
  const failed = (error: HglError, death: Death | null): RunEnd => ({ kind: "failed", error, death });
  const at = lastStep === undefined ? "" : ` at step ${lastStep}`;
  if (last?.type === "failed")
    return failed(new HglError({ code: "store", where, what: last.message.replace(/\.$/, "") }), null);
  if (job?.ended.reason === NO_ROOM) return failed(noRoom(where, at, job.name, again), null);
  if (last?.type === "interrupted") return { kind: "interrupted", error: stoppedAt(where, at, again) };
  if (job) return goneFromQueue(where, at, job, again);
  if (holder?.queued) return { kind: "waiting" };
  // Nobody was seen at it: it stands where an earlier sitting left it.
  if (holder === undefined && started === undefined)
    return last ? { kind: "interrupted", error: stoppedAt(where, at, again) } : { kind: "waiting" };
  const outcome = started?.outcome;
  if (holder === undefined && outcome?.code === 130) return { kind: "interrupted", error: stoppedAt(where, "", again) };
  const next = `run ${again} again to go on from the last checkpoint`;
  const death = deathOf(folder, seen);
  if (outcome?.signal) {
    const what = `the training process was ended by ${outcome.signal}${at}${guess(outcome.signal, death)}`;
    return failed(new HglError({ code: "store", where, what, next }), death);
  }
  if (outcome?.fault) {
    const what = `the training process could not be started: ${outcome.fault.message}`;
    return failed(new HglError({ code: "device", where, what, next: "check the installation of Node.js" }), null);
  }
  const said = lastWords(death.lastLines);
  if (said) return failed(new HglError({ code: "store", where, what: said }), death);
  const status = outcome?.code;
  const what =
    status === undefined || status === null
      ? `the training process (${death.pid}) is gone${at} and has said nothing`
      : `the training process ended${at} with status ${status} and without a result`;
  return failed(new HglError({ code: "store", where, what, next }), death);
}

/** What helps against Slurm's ways to end a task. */
const REMEDIES: Readonly<Record<string, string>> = {
  OUT_OF_MEMORY: "raise `executor.memory` or lower `batch`, and run",
  TIMEOUT: "raise `executor.time`, which must leave time for some steps and a checkpoint, and run",
  NODE_FAIL: "run",
  BOOT_FAIL: "run",
};

/** How the job script (media/slurm/train.sh) ends a task that was warned of its time limit before it came any further than the one before. */
const NO_ROOM = "exit status 75";

function noRoom(where: string, at: string, name: string, again: string): HglError {
  return new HglError({
    code: "store",
    where,
    what: `Slurm's task ${name} reached its time limit without coming any further${at}, so it was not queued again`,
    next: `raise \`executor.time\`, which must leave room for some steps and a checkpoint, and run ${again} again`,
  });
}

/** A task that left the queue, while its run has no end. */
function goneFromQueue(
  where: string,
  at: string,
  { name, log, ended }: NonNullable<Seen["job"]>,
  again: string,
): RunEnd {
  const { state, reason } = ended;
  const next = `run ${again} again to go on from the last checkpoint`;
  if (state === "CANCELLED")
    return {
      kind: "interrupted",
      error: new HglError({ code: "interrupted", where, what: `Slurm's task ${name} was cancelled${at}`, next }),
    };
  const why = reason === "" ? "" : ` (${reason})`;
  const how = state === "" ? "is gone from Slurm's queue, and nothing remembers how" : `ended as ${state}${why}`;
  const lines = lastLinesOf(log);
  const sentence = state === "" ? lastWords(lines) : undefined;
  if (sentence) return { kind: "failed", error: new HglError({ code: "store", where, what: sentence }), death: null };
  const said = lines.at(-1);
  const words = said === undefined ? "" : `; it printed last: ${said.slice(0, 300).replace(/\.$/, "")}`;
  const remedy = REMEDIES[state] ?? `read ${log}, and run`;
  return {
    kind: "failed",
    error: new HglError({
      code: "store",
      where,
      what: `Slurm's task ${name} ${how}${at}${words}`,
      next: `${remedy} ${again} again to go on from the last checkpoint`,
    }),
    death: null,
  };
}

function stoppedAt(where: string, at: string, again: string): HglError {
  const next = `run ${again} again to go on from there`;
  return new HglError({ code: "interrupted", where, what: `stopped${at}; a checkpoint is written`, next });
}

/** The system's out-of-memory killer leaves no other trace than this signal. */
function guess(signal: string, { memory }: Death): string {
  if (signal !== "SIGKILL") return "";
  const known = memory ? `; it held ${gigabytes(memory.rss)} of ${gigabytes(memory.total)}` : "";
  return ` (often the sign of too little memory${known}: a smaller batch needs less)`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

const LAST_LINES = 20;

function deathOf(folder: RunFolder, { holder, started, memory }: Seen): Death {
  const { code = null, signal = null } = started?.outcome ?? {};
  return {
    pid: started?.child.pid ?? holder?.pid ?? 0,
    exitCode: code,
    signal,
    memory,
    lastLines: lastLinesOf(holder?.log ?? folder.logPath),
  };
}

/** What the process printed last, when it is its one sentence. */
function lastWords(lines: readonly string[]): string | undefined {
  const line = lines.at(-1);
  return line?.startsWith("hgl: ") ? line.slice(5).replace(/\.$/, "") : undefined;
}

/** The end of a text file, however long the file is; nothing when it cannot be read. */
function lastLinesOf(path: string): string[] {
  try {
    const handle = openSync(path, "r");
    try {
      const { size } = fstatSync(handle);
      const bytes = Buffer.alloc(Math.min(size, 16_384));
      readSync(handle, bytes, 0, bytes.length, size - bytes.length);
      const lines = bytes.toString("utf8").trimEnd().split(/\r?\n/);
      return lines.slice(-LAST_LINES).filter((line) => line !== "");
    } finally {
      closeSync(handle);
    }
  } catch {
    return [];
  }
}
