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

/** Who holds a run's folder: nobody who lives, a process that has another run to end first, or one that trains it. */
export type Writer = "none" | "waiting" | "training";

/** What a log and its folder's lock say about a run. */
export function stateOf(events: readonly RunEvent[], writer: Writer): RunState {
  if (writer === "training") return "running";
  if (writer === "waiting") return "queued";
  for (let i = events.length - 1; i >= 0; i--) {
    const { type } = events[i]!;
    if (type === "end") return "done";
    if (type === "failed") return "failed";
    if (type === "interrupted" || type === "start") return "interrupted";
  }
  return "new";
}
