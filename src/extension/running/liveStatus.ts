import type { RunDelta } from "../../common/payloads/training";
import type { CellStatus } from "../../common/wire/worker";

/** Where a train cell stands, kept from what is told of its runs while they train. */
export class LiveStatus {
  readonly #runs = new Map<string, { done: boolean; best: number | null; test: number | null }>();
  /** Runs that ended while they were looked at, or of which nothing was known before. */
  #done = 0;

  constructor(
    /** What was known before the first message, its numbers included. */
    private readonly earlier: CellStatus,
  ) {}

  /** Takes a message in; returns the status after it. */
  add(deltas: readonly RunDelta[]): CellStatus {
    for (const { runId, state, epochPoints, test } of deltas) {
      const known = this.#runs.get(runId);
      const done = state === "done";
      if (done && (known ? !known.done : this.earlier.seedsDone === 0)) this.#done++;
      const best = highest([known?.best ?? null, ...epochPoints.map(({ validationTop1 }) => validationTop1)]);
      this.#runs.set(runId, { done, best, test });
    }
    return this.status();
  }

  status(): CellStatus {
    const { earlier } = this;
    const told = [...this.#runs.values()];
    const tests = told.flatMap(({ test }) => test ?? []);
    const runs = [...new Set([...earlier.runs, ...this.#runs.keys()])];
    const seeds = Math.max(earlier.seeds, runs.length);
    return {
      state: "running",
      cached: false,
      runs,
      seedsDone: Math.min(seeds, earlier.seedsDone + this.#done),
      seeds,
      bestValidation: highest([earlier.bestValidation, ...told.map(({ best }) => best)]),
      test: tests.length > 0 ? tests.reduce((sum, value) => sum + value, 0) / tests.length : earlier.test,
      backend: earlier.backend,
    };
  }
}

/** A cell of which nothing is known but how many seeds it has and what would compute it. */
export function unknownStatus(seeds: number, backend: string | null): CellStatus {
  const state = "running";
  return { state, cached: false, runs: [], seedsDone: 0, seeds, bestValidation: null, test: null, backend };
}

function highest(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (best, value) => (value === null || (best !== null && best >= value) ? best : value),
    null,
  );
}
