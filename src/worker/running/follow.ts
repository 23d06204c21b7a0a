import type { RunEvent } from "../../common/runRecord";
import { canBeAsked, LOCK_TIMES, lockHolder, type LockRecord } from "../store/lock";
import type { RunFolder } from "../store/runFolder";
import { endingOf, type RunEnd } from "./ending";
import type { Started } from "./launch";
import { LogFollower } from "./logFollower";
import { MemoryWatch } from "./memory";
import type { ClusterJob } from "./slurm/watch";

export interface FollowOptions {
  readonly onEvents: (events: readonly RunEvent[]) => void;
  /** Told of the lock's holder at each look; undefined while there is none. */
  readonly onHolder?: (holder: LockRecord | undefined) => void;
  /** The process that was started for this run; without it the run belongs to another one. */
  readonly started?: Started;
  /** Its place in a cluster's queue: as long as its task is kept there, an end of a sitting is not the run's. */
  readonly job?: ClusterJob | undefined;
  /** Byte of the log from which events are told. */
  readonly from?: number;
  /** Byte of the log where this sitting begins; what lies before says nothing about how it ends. */
  readonly sittingFrom?: number;
  readonly pollMs?: number;
  /** What the user runs again, in the words of an error. */
  readonly again?: string;
  /** How long a holder on another machine may be without a beat. */
  readonly patienceMs?: number;
  /** Aborted to stop following; the training goes on. */
  readonly leave?: AbortSignal;
}

const POLL_MS = 100;
/** On a file system that a whole cluster shares. */
const SHARED_POLL_MS = 1000;

/** Follows a run's log to the end of the sitting under way. Undefined when told to leave before. */
export async function followRun(folder: RunFolder, options: FollowOptions): Promise<RunEnd | undefined> {
  const {
    onEvents,
    onHolder,
    started,
    job,
    sittingFrom = 0,
    pollMs = job ? SHARED_POLL_MS : POLL_MS,
    leave,
    again = "the notebook",
  } = options;
  const log = new LogFollower(folder.eventsPath, options.from ?? 0);
  const memory = new MemoryWatch();
  const isSilent = beatWatch(options.patienceMs ?? LOCK_TIMES.patience);
  let holder: LockRecord | undefined;
  let wasAlive = false;
  let last: RunEvent | undefined;
  let lastStep: number | undefined;
  for (;;) {
    if (leave?.aborted) return undefined;
    // Looked at before the log is read, so that the last words of whoever has gone since are read too.
    const now = lockHolder(folder.lockPath);
    const exited = started?.outcome !== undefined;
    const alive = now !== undefined && !isSilent(now);
    if (now) {
      holder = now;
      if (canBeAsked(now) && !now.queued) memory.look(now.pid);
    }
    onHolder?.(alive ? now : undefined);
    const earlier = log.offset < sittingFrom ? log.next(sittingFrom) : [];
    const events = log.next();
    if (earlier.length + events.length > 0) onEvents([...earlier, ...events]);
    last = events.at(-1) ?? last;
    for (const event of events) if ("step" in event) lastStep = event.step;
    if (job) {
      if (wasAlive && !alive) job.hurry();
      wasAlive = alive;
      // A failure that nobody was seen to meet is an earlier sitting's.
      const over = last?.type === "end" || (last?.type === "failed" && holder !== undefined);
      if (!alive && (over || !job.isKept())) {
        const ended = await job.end(over);
        return endingOf(folder, {
          last,
          lastStep,
          holder,
          started,
          job: { name: job.name, log: job.record.log, ended },
          memory: null,
          again,
        });
      }
    } else if (!alive && (started === undefined || exited || holder !== undefined || isEnding(last))) {
      // The system may know a moment before we are told; how our own process ended is worth that moment.
      if (started && !exited && !isEnding(last)) await pause(1000, started.done, leave);
      return endingOf(folder, { last, lastStep, holder, started, job: undefined, memory: memory.last, again });
    }
    await pause(pollMs, started && !exited ? started.done : undefined, leave);
  }
}

function isEnding(event: RunEvent | undefined): boolean {
  return event?.type === "end" || event?.type === "interrupted" || event?.type === "failed";
}

/** Tells a holder that cannot be asked whether it lives and has not beaten for too long. */
function beatWatch(patienceMs: number): (held: LockRecord) => boolean {
  let beat = "";
  let since = 0;
  return (held) => {
    if (canBeAsked(held)) return false;
    const now = performance.now();
    const seen = `${held.token} ${held.beat}`;
    if (seen !== beat) [beat, since] = [seen, now];
    return now - since > patienceMs;
  };
}

async function pause(milliseconds: number, sooner: Promise<void> | undefined, leave: AbortSignal | undefined) {
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  const slept = new Promise<void>((resolve) => {
    wake = resolve;
    timer = setTimeout(resolve, milliseconds);
  });
  leave?.addEventListener("abort", wake, { once: true });
  try {
    await (sooner ? Promise.race([slept, sooner]) : slept);
  } finally {
    clearTimeout(timer);
    leave?.removeEventListener("abort", wake);
  }
}
