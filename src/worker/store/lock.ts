import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { HglError } from "../../common/errors";
import { readIfThere, removeIfThere, TEMPORARY_PREFIX, writeFileAtomic } from "./atomicFile";
import { diskError, errnoOf, realFiles, type FileSystem } from "./fileSystem";

/** Who writes a run folder: the content of its lock file. */
export interface LockRecord {
  readonly token: string;
  readonly pid: number;
  /** Host name. */
  readonly host: string;
  /** Boot and process-id namespace of the host, so that a process id means something; empty where the system does not tell. */
  readonly machine: string;
  /** Start time of the process in the system's own ticks; empty where unknown. Tells a re-used process id. */
  readonly started: string;
  /** Counts up while the holder lives. A counter, not a time: two machines' clocks need not agree, and a clock may be set back. */
  readonly beat: number;
  /** Present while the holder has another run to end before it begins with this one. */
  readonly queued?: true;
  /** The file that takes what the holder prints, absolute; absent where nobody said. */
  readonly log?: string;
}

/** What a holder says about itself beside who it is. */
export type LockFacts = Pick<LockRecord, "queued" | "log">;

export interface LockTimes {
  /** Between two beats, milliseconds. */
  readonly beat: number;
  /** How long a holder that cannot be asked (another machine) must stay without a beat before its lock counts as stale. */
  readonly patience: number;
}

export const LOCK_TIMES: LockTimes = { beat: 5_000, patience: 60_000 };

/**
 * One writer per run folder.
 *
 *     no lock        -> link our record into place (fails if another was faster)
 *     held, alive    -> HglError "store" naming the holder
 *     held, dead     -> proven: same machine and the process is gone (or its id belongs to a younger process, or the machine has rebooted),
 *                       or another machine and no beat during the whole patience -> replaced under a second lock, so that of two
 *                       processes that proved the same thing only one goes on
 */
export class Lock {
  /** What was proven about the previous holder, in words, when its lock was taken over. */
  readonly takenOver: string | undefined;
  readonly #path: string;
  readonly #files: FileSystem;
  #record: LockRecord;
  #beat = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(path: string, record: LockRecord, takenOver: string | undefined, files: FileSystem) {
    this.#path = path;
    this.#record = record;
    this.takenOver = takenOver;
    this.#files = files;
  }

  get record(): LockRecord {
    return this.#record;
  }

  static async acquire(
    path: string,
    times: LockTimes = LOCK_TIMES,
    files: FileSystem = realFiles,
    facts: LockFacts = {},
  ): Promise<Lock> {
    const record = { ...ownRecord(), ...facts };
    for (let attempt = 0; attempt < 20; attempt++) {
      if (createExclusively(path, record, files)) return new Lock(path, record, undefined, files).#start(times);
      const held = readRecord(path, files);
      if (held === undefined) continue;
      const proof = await proveDead(path, held, times, files);
      if (proof === undefined) {
        throw new HglError({
          code: "store",
          where: path,
          what: `this run is being written by process ${held.pid} on ${held.host}`,
          next: "wait for it, or stop that process and run again",
        });
      }
      const replaced = await replaceStale(path, held, record, times, files);
      if (replaced) return new Lock(path, record, proof, files).#start(times);
    }
    throw new HglError({
      code: "store",
      where: path,
      what: "other processes kept taking this run's lock",
      next: "run again once they have finished",
    });
  }

  #start(times: LockTimes): this {
    this.#timer = setInterval(() => {
      try {
        this.assertHeld();
        this.#write();
      } catch {
        // The next checkpoint asserts the lock and stops the run with the reason; a missed beat alone is no reason.
      }
    }, times.beat);
    this.#timer.unref();
    return this;
  }

  /** Says that the run waits no longer. @throws HglError "store" when another process has taken the folder, "disk" */
  begin(): void {
    this.assertHeld();
    const { queued: _, ...begun } = this.#record;
    this.#record = begun;
    this.#write();
  }

  #write(): void {
    writeFileAtomic(this.#path, JSON.stringify({ ...this.#record, beat: ++this.#beat }), this.#files);
  }

  /** The fence before every write that matters. @throws HglError "store" when another process has taken the folder. */
  assertHeld(): void {
    const now = readRecord(this.#path, this.#files);
    if (now?.token === this.#record.token) return;
    throw new HglError({
      code: "store",
      where: this.#path,
      what: now
        ? `process ${now.pid} on ${now.host} has taken this run over`
        : "this run's lock file was removed or its folder moved while it was running",
      next: "leave the folder where it is and run again; it goes on from the last checkpoint",
    });
  }

  /** Never throws: what the run has come to is the news, and a lock that stays is proven stale once its process has ended. */
  release(): void {
    clearInterval(this.#timer);
    try {
      if (readRecord(this.#path, this.#files)?.token === this.#record.token) removeIfThere(this.#path, this.#files);
    } catch {
      // Its file cannot be read, so whose it is cannot be told.
    }
  }
}

/** Whether a living process of this machine, or one of another machine that we cannot ask, holds the lock; looks once, waits for nothing. */
export function lockHolder(path: string, files: FileSystem = realFiles): LockRecord | undefined {
  const held = readRecord(path, files);
  return held && deadHere(held) === undefined ? held : undefined;
}

/** Whether this machine can tell if the holder lives; of any other, only its beat tells. */
export function canBeAsked(held: LockRecord): boolean {
  return held.host === hostname() && held.machine === machineIdentity();
}

function ownRecord(): LockRecord {
  return {
    token: randomBytes(8).toString("hex"),
    pid: process.pid,
    host: hostname(),
    machine: machineIdentity(),
    started: startTicks(process.pid) ?? "",
    beat: 0,
  };
}

/** Links a complete file into place, so that nobody ever reads half a record; where links are unknown, creates it exclusively. */
function createExclusively(path: string, record: LockRecord, files: FileSystem): boolean {
  const temporary = join(path, "..", `${TEMPORARY_PREFIX}lock.${record.token}`);
  try {
    writeFileAtomic(temporary, JSON.stringify(record), files);
    files.linkSync(temporary, path);
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (code === "EEXIST") return false;
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS") return createByOpening(path, record, files);
    throw diskError(error, path, "locking the run folder");
  } finally {
    removeIfThere(temporary, files);
  }
}

function createByOpening(path: string, record: LockRecord, files: FileSystem): boolean {
  try {
    const handle = files.openSync(path, "wx", 0o644);
    try {
      files.writeSync(handle, new TextEncoder().encode(JSON.stringify(record)));
      files.fsyncSync(handle);
    } finally {
      files.closeSync(handle);
    }
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw diskError(error, path, "locking the run folder");
  }
}

/** The record; for a damaged file a record of an unknown holder whose token is the damaged text, so that only patience can prove it dead. */
function readRecord(path: string, files: FileSystem): LockRecord | undefined {
  const bytes = readIfThere(path, files);
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString("utf8");
  try {
    const record = JSON.parse(text) as LockRecord;
    if (typeof record.token === "string" && Number.isInteger(record.pid) && typeof record.beat === "number")
      return record;
  } catch {
    // Falls through to the unknown holder.
  }
  return { token: `damaged:${text}`, pid: 0, host: "an unknown machine", machine: "", started: "", beat: 0 };
}

async function proveDead(
  path: string,
  held: LockRecord,
  times: LockTimes,
  files: FileSystem,
): Promise<string | undefined> {
  const here = deadHere(held);
  if (here !== undefined) return here;
  if (canBeAsked(held)) return undefined;
  const waited = Date.now();
  for (let left = times.patience; left > 0; left -= times.beat) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(times.beat, left)));
    const now = readRecord(path, files);
    if (now?.token !== held.token || now.beat !== held.beat) return undefined;
  }
  return `its holder, process ${held.pid} on ${held.host}, gave no sign of life for ${Math.round((Date.now() - waited) / 1000)} s`;
}

/** Proof from this machine alone that the holder is gone, in words. */
function deadHere(held: LockRecord): string | undefined {
  if (held.host !== hostname()) return undefined;
  const machine = machineIdentity();
  if (held.machine !== machine) {
    const [boot] = held.machine.split("/");
    const [ownBoot] = machine.split("/");
    return boot && ownBoot && boot !== ownBoot
      ? `its holder, process ${held.pid}, ended when ${held.host} restarted`
      : undefined;
  }
  if (!processExists(held.pid)) return `its holder, process ${held.pid}, is gone`;
  const started = startTicks(held.pid);
  if (held.started && started && held.started !== started)
    return `its holder is gone and process id ${held.pid} belongs to another program now`;
  return undefined;
}

function processExists(pid: number): boolean {
  if (pid <= 0) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errnoOf(error) !== "ESRCH";
  }
  return processState(pid) !== "Z";
}

function machineIdentity(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "";
  }
}

/** Fields of /proc/PID/stat behind the parenthesised name, which may itself hold spaces and parentheses. */
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** A zombie ("Z") has ended; only its parent has not looked yet. */
function processState(pid: number): string | undefined {
  return statFields(pid)[0];
}

function startTicks(pid: number): string | undefined {
  return statFields(pid)[19];
}

/** Replaces exactly the lock that was proven stale; the guard beside it makes sure that one process does so. */
async function replaceStale(
  path: string,
  stale: LockRecord,
  record: LockRecord,
  times: LockTimes,
  files: FileSystem,
): Promise<boolean> {
  if (path.endsWith(GUARD + GUARD))
    throw new HglError({
      code: "store",
      where: path,
      what: "the lock cannot be taken over",
      next: "delete the lock files in this folder once no process uses it",
    });
  const guard = await Lock.acquire(path + GUARD, times, files);
  try {
    if (readRecord(path, files)?.token !== stale.token) return false;
    writeFileAtomic(path, JSON.stringify(record), files);
    return true;
  } finally {
    guard.release();
  }
}

const GUARD = ".takeover";
