import type { RunSummary } from "../../../../src/common/wire/worker";

export const MINUTE = 60_000;
/** A moment that the summaries below count from. */
export const NOON = Date.UTC(2026, 0, 15, 12);

/** A finished run of seed 1 of #base; what a test is about is given. */
export function summary(given: Partial<RunSummary> = {}): RunSummary {
  const runId = given.runId ?? `run-${given.seed ?? 1}`;
  return {
    folder: `/data/.hgl/runs/${runId}`,
    runId,
    place: "/data",
    cell: "base",
    notebook: "first-run.hgl.md",
    seed: 1,
    configHash: "a".repeat(64),
    state: "done",
    epoch: 30,
    epochs: 30,
    bestValidation: 0.95,
    test: 0.97,
    startedAt: NOON - 5 * MINUTE,
    updatedAt: NOON - 3 * MINUTE,
    message: null,
    ...given,
  };
}
