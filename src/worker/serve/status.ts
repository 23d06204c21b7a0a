import { cpus } from "node:os";
import type { CellEnd, CellStatus } from "../../common/wire/worker";
import type { RunStory } from "../running/runStory";
import { count } from "../words";

/** "cpu, 2 threads". @param threads 0 is one for each core */
export function backendOf(threads = 0): string {
  return `cpu, ${count(threads || cpus().length, "thread")}`;
}

/** Where a cell stands that has no runs of its own. */
export function plainStatus(state: CellStatus["state"], cached: boolean): CellStatus {
  return { state, cached, runs: [], seedsDone: 0, seeds: 0, bestValidation: null, test: null, backend: null };
}

export function ended(status: CellStatus, message: string | null = null, death: CellEnd["death"] = null): CellEnd {
  return { status, message, death };
}

export interface TrainStatusFacts {
  readonly state: CellStatus["state"];
  readonly cached: boolean;
  readonly seeds: number;
  readonly threads: number;
}

/** Where a cell that trains stands, by the stories of its runs. */
export function trainStatus(
  { state, cached, seeds, threads }: TrainStatusFacts,
  stories: readonly RunStory[],
): CellStatus {
  const tests = stories.flatMap(({ test }) => test ?? []);
  // Different variants have no mean.
  const alike = stories.every(({ name }) => name === null);
  const best = stories.flatMap(({ bestValidation }) => bestValidation ?? []);
  return {
    state,
    cached,
    runs: stories.map(({ runId }) => runId),
    seedsDone: tests.length,
    seeds,
    bestValidation: alike && best.length > 0 ? Math.max(...best) : null,
    test: alike && tests.length > 0 ? tests.reduce((sum, test) => sum + test, 0) / tests.length : null,
    backend: backendOf(threads),
  };
}

/** The state of a cell from the states of its runs: what is under way first, then what went wrong. */
export function stateOfCell(stories: readonly RunStory[], seeds: number): CellStatus["state"] {
  const states = stories.map(({ state }) => state);
  if (states.some((state) => state === "running" || state === "queued")) return "running";
  if (states.includes("failed")) return "failed";
  return states.length === seeds && states.every((state) => state === "done") ? "done" : "interrupted";
}
