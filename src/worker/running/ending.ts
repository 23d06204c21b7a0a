import { HglError } from "../../common/errors";
import type { RunEvent, RunResult } from "../../common/runRecord";
import type { Death } from "../../common/wire/worker";
import type { LockRecord } from "../store/lock";
import type { RunFolder } from "../store/runFolder";
import type { Started } from "./launch";
import { lastLinesOf, lastWords } from "./lastLines";
import { goneFromQueue, leftNoRoom, type GoneTask } from "./slurm/ending";

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
  readonly job: GoneTask | undefined;
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
  const noRoom = job && leftNoRoom(where, at, job, again);
  if (noRoom) return failed(noRoom, null);
  if (last?.type === "interrupted") return { kind: "interrupted", error: stoppedAt(where, at, again) };
  if (job) return goneFromQueue(where, at, job, again);
  if (holder?.queued) return { kind: "waiting" };
  // Nobody was seen at it: it stands where an earlier sitting left it.
  if (holder === undefined && started === undefined)
    return last ? { kind: "interrupted", error: stoppedAt(where, at, again) } : { kind: "waiting" };
  if (holder === undefined && started?.outcome?.code === 130)
    return { kind: "interrupted", error: stoppedAt(where, "", again) };
  return diedAt(folder, at, seen);
}

/** How a process ended that was killed after one of its runs had ended and before the next had begun; undefined where it was not killed. */
export function endingBetween(folder: RunFolder, started: Started | undefined, again: string): RunEnd | undefined {
  if (!started?.outcome?.signal) return undefined;
  const seen = {
    last: undefined,
    lastStep: undefined,
    holder: undefined,
    started,
    job: undefined,
    memory: null,
    again,
  };
  return diedAt(folder, " between two runs", seen);
}

/** A process that is gone without a last word in the log. */
function diedAt(folder: RunFolder, at: string, seen: Seen): RunEnd {
  const { started, again } = seen;
  const where = `run ${folder.id}`;
  const failed = (error: HglError, death: Death | null): RunEnd => ({ kind: "failed", error, death });
  const outcome = started?.outcome;
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
