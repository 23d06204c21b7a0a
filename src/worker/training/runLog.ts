import { HglError } from "../../common/errors";
import type { RunEvent } from "../../common/runRecord";
import type { EventLog, LogContent } from "../store/eventLog";
import type { Lock } from "../store/lock";
import type { RunFolder } from "../store/runFolder";

/** An event without its time; distributes over the union, so that each kind keeps its own fields. */
type Told = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "at"> : never) : never;

/** Writes an event into the run's log and tells who follows it. */
export type Record = (event: Told) => void;

export function recorder(log: EventLog, now: () => number, onEvent: ((event: RunEvent) => void) | undefined): Record {
  return (event) => {
    const full = { at: now(), ...event } as RunEvent;
    log.append(full, event.type !== "step");
    onEvent?.(full);
  };
}

/** A stored result is final; should the machine have stopped just before its event, that is made up for. */
export function isFinished(folder: RunFolder, record: Record, { events }: LogContent): boolean {
  const result = folder.storedResult();
  if (result === undefined) return false;
  if (!events.some(({ type }) => type === "end")) {
    const seconds = events.reduce((sum, event) => (event.type === "epoch" ? sum + event.seconds : sum), 0);
    record({ type: "end", seconds, result });
  }
  return true;
}

export function tellRepairs(record: Record, content: LogContent, lock: Lock): void {
  if (lock.takenOver) record({ type: "warning", message: `took over the run's lock: ${lock.takenOver}` });
  if (content.tornBytes > 0)
    record({ type: "warning", message: `cut ${content.tornBytes} bytes of an unfinished line off the event log` });
  if (content.damagedLines.length > 0)
    record({ type: "warning", message: `skipped damaged lines ${content.damagedLines.join(", ")} of the event log` });
}

export function tellFailure(record: Record, lock: Lock, step: number, error: unknown): void {
  try {
    lock.assertHeld();
    const message = error instanceof HglError ? error.message : `an unforeseen fault of hgl: ${String(error)}`;
    record({ type: "failed", step, message });
  } catch {
    // The disk is full or the folder is somebody else's now: the first failure is the one worth telling, and it is thrown on.
  }
}
