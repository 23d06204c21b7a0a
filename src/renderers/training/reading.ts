import type { StepPoint } from "../../common/payloads/training";
import type { Run } from "./run";

/** What the curves say at one place of the epoch axis. */
export interface Reading {
  /** In epochs. */
  readonly at: number;
  readonly title: string;
  readonly rows: readonly ReadingRow[];
}

export interface ReadingRow {
  readonly run: Run;
  readonly loss: number;
  readonly validationLoss: number | null;
  readonly top1: number | null;
  readonly validationTop1: number | null;
  /** The last step told up to there; null where none is. */
  readonly atStep: StepPoint | null;
}

/**
 * The epoch nearest to a place (in epochs), with each run that has come so far; before any epoch has ended, the nearest step. Null
 * where there is nothing yet.
 */
export function readingAt(runs: readonly Run[], place: number): Reading | null {
  const ends = distinct(runs.flatMap((run) => run.epochs.points.map(({ epoch }) => epoch)));
  const epoch = nearest(ends, place);
  if (epoch !== undefined) {
    const rows = runs.flatMap((run) => {
      const point = run.epochs.points.find((one) => one.epoch === epoch);
      return point ? [{ run, ...point, atStep: lastStep(run, point.step) }] : [];
    });
    return { at: epoch, title: `epoch ${epoch}`, rows };
  }
  const all = runs.flatMap((run) => run.steps.points.map((point) => ({ run, point, at: run.epochOf(point.step) })));
  const at = nearest(
    all.map((one) => one.at),
    place,
  );
  if (at === undefined) return null;
  const here = all.filter((one) => one.at === at);
  return {
    at,
    title: `step ${here[0]!.point.step}`,
    rows: here.map(({ run, point }) => ({
      run,
      loss: point.loss,
      validationLoss: null,
      top1: null,
      validationTop1: null,
      atStep: point,
    })),
  };
}

/** Where an arrow key takes the reading: to the next epoch (or step) on that side, and from nowhere to the last one. */
export function movedReading(runs: readonly Run[], from: Reading | null, key: string): Reading | null {
  const epochs = distinct(runs.flatMap((run) => run.epochs.points.map(({ epoch }) => epoch)));
  const places =
    epochs.length > 0 ? epochs : distinct(runs.flatMap((run) => run.steps.points.map(({ step }) => run.epochOf(step))));
  if (places.length === 0) return null;
  const index = from ? places.indexOf(nearest(places, from.at)!) : places.length - 1;
  const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: places.length - 1 }[key] ?? index;
  const place = from ? Math.min(places.length - 1, Math.max(0, to)) : index;
  return readingAt(runs, places[place]!);
}

function lastStep(run: Run, step: number): StepPoint | null {
  return run.steps.points.filter((point) => point.step <= step).at(-1) ?? null;
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function nearest(values: readonly number[], to: number): number | undefined {
  let best: number | undefined;
  for (const value of values) if (best === undefined || Math.abs(value - to) < Math.abs(best - to)) best = value;
  return best;
}
