import type { RunSummary } from "../../common/wire/worker";
import { isAlive } from "./runTree";

/** A training that has come to its end: the runs of one cell, of one configuration, one after another. */
export interface Ending {
  readonly place: string;
  readonly cell: string;
  readonly notebook: string | undefined;
  /** By seed. */
  readonly runs: readonly RunSummary[];
  /** From the first run's first event to the last one's last. */
  readonly minutes: number;
}

/** A training process begins its next run at once; more time between two runs makes them two trainings. */
const BETWEEN_RUNS_MS = 60_000;

/** What has ended between two readings of the store. What its user has interrupted is not news. */
export function endingsBetween(before: readonly RunSummary[], now: readonly RunSummary[]): Ending[] {
  const alive = new Set(before.filter(isAlive).map(({ folder }) => folder));
  const ended = now
    .filter(({ folder, state }) => alive.has(folder) && (state === "done" || state === "failed"))
    .sort((a, b) => (a.updatedAt ?? 0) - (b.updatedAt ?? 0));
  const endings = new Map<string, Ending>();
  for (const run of ended) {
    const siblings = now.filter((one) => isSibling(one, run));
    if (siblings.some(isAlive)) continue;
    const runs = training(run, siblings).sort((a, b) => a.seed - b.seed);
    const { place, cell, notebook, configHash } = run;
    endings.set(`${place}\n${notebook ?? ""}\n${cell}\n${configHash}`, {
      place,
      cell,
      notebook,
      runs,
      minutes: span(runs) / 60_000,
    });
  }
  return [...endings.values()];
}

function isSibling(a: RunSummary, b: RunSummary): boolean {
  return a.place === b.place && a.notebook === b.notebook && a.cell === b.cell && a.configHash === b.configHash;
}

/** The run that ended last, and those that ended just before the next one began. */
function training(last: RunSummary, siblings: readonly RunSummary[]): RunSummary[] {
  const runs = [last];
  for (let begun = last.startedAt; begun !== null;) {
    const earlier = siblings.find(
      ({ folder, updatedAt }) =>
        updatedAt !== null &&
        updatedAt <= begun! + BETWEEN_RUNS_MS &&
        updatedAt >= begun! - BETWEEN_RUNS_MS &&
        runs.every((run) => run.folder !== folder),
    );
    if (!earlier) break;
    runs.push(earlier);
    begun = earlier.startedAt;
  }
  return runs;
}

function span(runs: readonly RunSummary[]): number {
  const begun = runs.flatMap(({ startedAt }) => startedAt ?? []);
  const ended = runs.flatMap(({ updatedAt }) => updatedAt ?? []);
  return begun.length === 0 || ended.length === 0 ? 0 : Math.max(0, Math.max(...ended) - Math.min(...begun));
}
