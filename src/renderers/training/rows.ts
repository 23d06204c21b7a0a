import type { EpochPoint, StepPoint } from "../../common/payloads/training";
import type { Reading } from "./reading";
import type { Run } from "./run";
import { isStepMeasure } from "./spec";
import type { ChartRow, Measure, Source } from "./spec";

/** Makes the rows that a chart draws. A point's row is made once, so that the chart knows it again. */
export class Rows {
  private made = new WeakMap<StepPoint | EpochPoint, Map<string, ChartRow>>();

  /** With `log`, what a logarithmic axis cannot show is left out. */
  of(
    measure: Measure,
    runs: readonly Run[],
    reading: Reading | null,
    log = false,
  ): Record<Source, readonly ChartRow[]> {
    const all = this.all(measure, runs, reading);
    if (!log) return all;
    const above = (rows: readonly ChartRow[]) => rows.filter(({ y }) => y > 0);
    const { steps, train, validation, reading: read } = all;
    return { steps: above(steps), train: above(train), validation: above(validation), reading: above(read) };
  }

  private all(measure: Measure, runs: readonly Run[], reading: Reading | null): Record<Source, readonly ChartRow[]> {
    const each = (read: (run: Run, index: number) => ChartRow[]): ChartRow[] => runs.flatMap(read);
    const value = (point: EpochPoint, validation: boolean): number | null =>
      measure === "loss"
        ? validation
          ? point.validationLoss
          : point.loss
        : percents(validation ? point.validationTop1 : point.top1);
    const ofEpochs = (validation: boolean): ChartRow[] =>
      each((run, index) =>
        run.epochs.points.flatMap((point) => {
          const y = value(point, validation);
          return y === null ? [] : [this.row(point, `${measure} ${validation}`, { x: point.epoch, y, run: index })];
        }),
      );
    const ofSteps = (of: keyof StepPoint): ChartRow[] =>
      each((run, index) =>
        run.steps.points.map((point) =>
          this.row(point, `step ${of}`, { x: run.epochOf(point.step), y: point[of], run: index }),
        ),
      );
    return {
      steps: measure === "accuracy" ? [] : ofSteps(measure),
      train: isStepMeasure(measure) ? [] : ofEpochs(false),
      validation: isStepMeasure(measure) ? [] : ofEpochs(true),
      reading: reading ? readingRows(measure, runs, reading) : [],
    };
  }

  private row(point: StepPoint | EpochPoint, name: string, row: ChartRow): ChartRow {
    let rows = this.made.get(point);
    if (!rows) this.made.set(point, (rows = new Map()));
    const before = rows.get(name);
    if (before && before.x === row.x && before.run === row.run) return before;
    rows.set(name, row);
    return row;
  }
}

/**
 * Top of the loss axis: the highest mean of an epoch, and nearly all steps. The first steps of a run are often many times higher, and
 * would press everything that follows to the ground.
 */
export function lossCeiling(runs: readonly Run[]): number {
  const steps = runs.flatMap((run) => run.steps.points.map(({ loss }) => loss)).sort((a, b) => a - b);
  const most = steps.length < 20 ? steps.at(-1) : steps[Math.floor(0.95 * (steps.length - 1))];
  const means = runs.flatMap((run) =>
    run.epochs.points.flatMap(({ loss, validationLoss }) => [loss, validationLoss ?? -Infinity]),
  );
  const top = means.reduce((a, b) => Math.max(a, b), most ?? -Infinity);
  return Number.isFinite(top) ? top : 1;
}

function readingRows(measure: Measure, runs: readonly Run[], { at, rows }: Reading): ChartRow[] {
  return rows.flatMap(({ run, loss, validationLoss, top1, validationTop1, atStep }) => {
    if (isStepMeasure(measure))
      return atStep ? [{ x: at, y: atStep[measure], run: runs.indexOf(run), validation: false }] : [];
    const [train, validation] =
      measure === "loss" ? [loss, validationLoss] : [percents(top1), percents(validationTop1)];
    const row = (y: number | null, validation: boolean) =>
      y === null ? [] : [{ x: at, y, run: runs.indexOf(run), validation }];
    return [...row(train, false), ...row(validation, true)];
  });
}

function percents(share: number | null): number | null {
  return share === null ? null : 100 * share;
}
