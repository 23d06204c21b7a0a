import type { RunDelta } from "../../common/payloads/training";
import type { CellStatus } from "../../common/wire/worker";

/** Where a train cell stands, kept from what is told of its runs while they train. */
export class LiveStatus {
  readonly #runs = new Map<string, { done: boolean; best: number | null; test: number | null }>();

  constructor(
    private readonly backend: string | null,
    /** What was known before the first message. */
    private readonly earlier: CellStatus | null,
  ) {}

  /** Takes a message in; returns the status after it. */
  add(deltas: readonly RunDelta[]): CellStatus {
    for (const { runId, state, epochPoints, test } of deltas) {
      const known = this.#runs.get(runId)?.best ?? null;
      const best = highest([known, ...epochPoints.map(({ validationTop1 }) => validationTop1)]);
      this.#runs.set(runId, { done: state === "done", best, test });
    }
    return this.status();
  }

  status(): CellStatus {
    const { earlier } = this;
    const runs = [...this.#runs.values()];
    const tests = runs.flatMap(({ test }) => (test === null ? [] : [test]));
    const ids = earlier && earlier.runs.length >= this.#runs.size ? earlier.runs : [...this.#runs.keys()];
    return {
      state: "running",
      cached: false,
      runs: ids,
      seedsDone: Math.max(runs.filter(({ done }) => done).length, runs.length === 0 ? (earlier?.seedsDone ?? 0) : 0),
      seeds: Math.max(ids.length, earlier?.seeds ?? 0),
      bestValidation: highest([earlier?.bestValidation ?? null, ...runs.map(({ best }) => best)]),
      test: tests.length > 0 ? tests.reduce((sum, value) => sum + value, 0) / tests.length : null,
      backend: earlier?.backend ?? this.backend,
    };
  }
}

function highest(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (best, value) => (value === null || (best !== null && best >= value) ? best : value),
    null,
  );
}
