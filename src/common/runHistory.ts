import type { RunEvent, RunState } from "./runRecord";

/**
 * The events that still count: a run that resumed from step s repeats what came after s, so the earlier telling of those steps and epochs is
 * dropped. Warnings, starts and interruptions stay, because they happened. No step appears twice.
 */
export function effectiveEvents(events: readonly RunEvent[]): RunEvent[] {
  let kept: RunEvent[] = [];
  let stepsPerEpoch = Infinity;
  for (const event of events) {
    if (event.type === "start") {
      const from = event.resumedAt ?? 0;
      stepsPerEpoch = event.stepsPerEpoch;
      kept = kept.filter((earlier) => {
        if (earlier.type === "step" || earlier.type === "checkpoint") return earlier.step <= from;
        if (earlier.type === "epoch") return earlier.epoch * stepsPerEpoch <= from;
        return earlier.type !== "end" && earlier.type !== "failed";
      });
    }
    kept.push(event);
  }
  return kept;
}

/** What a log says about its run; `writerAlive` is whether the folder's lock is held by a living process. */
export function stateOf(events: readonly RunEvent[], writerAlive: boolean): RunState {
  if (writerAlive) return "running";
  for (let i = events.length - 1; i >= 0; i--) {
    const { type } = events[i]!;
    if (type === "end") return "done";
    if (type === "failed") return "failed";
    if (type === "interrupted" || type === "start") return "interrupted";
  }
  return "new";
}
