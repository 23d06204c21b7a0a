import { checked, Fields, refuse } from "./reading";
import type { Checked } from "./reading";

/** What the curves view draws: every measure of several train cells over their epochs. */
export interface CurvesPayload {
  readonly kind: "curves";
  readonly version: 1;
  readonly title: string;
  /** In the order of the cells: the one the view is of first. */
  readonly cells: readonly CurvesCell[];
}

export interface CurvesCell {
  /** Id of the train cell. */
  readonly name: string;
  readonly seeds: readonly number[];
  readonly curves: readonly Curve[];
}

export const CURVE_MEASURES = ["accuracy", "loss", "rate", "gradient", "speed", "align", "match"] as const;
/** Top-1 accuracy in [0, 1], loss, learning rate, gradient norm, clips per second; the losses of alignment and of matching with descriptions. */
export type CurveMeasure = (typeof CURVE_MEASURES)[number];
export const CURVE_PARTS = ["training", "validation"] as const;
export type CurvePart = (typeof CURVE_PARTS)[number];

/** One measure over the epochs, of one seed or as the mean over all. */
export interface Curve {
  readonly measure: CurveMeasure;
  /** The clips it was measured on; only accuracy and loss are of validation too. */
  readonly part: CurvePart;
  /** Null for the mean. */
  readonly seed: number | null;
  /** Counted from 1, rising. */
  readonly epochs: readonly number[];
  readonly values: readonly number[];
  /** One standard deviation either side of a mean over several seeds; null otherwise. */
  readonly low: readonly number[] | null;
  readonly high: readonly number[] | null;
}

/** Cells in one picture beyond which nothing can be told apart. */
export const MOST_CURVE_CELLS = 16;
const MOST_SEEDS = 256;
const MOST_CURVES = 10 * (MOST_SEEDS + 1);
/** Points of a curve; the worker thins longer ones. */
export const MOST_CURVE_POINTS = 1000;
const MOST_POINTS_IN_ALL = 2_000_000;

/** Checks an untrusted value and copies it. */
export function checkCurves(value: unknown): Checked<CurvesPayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "curves");
    fields.exactly("version", 1);
    let points = 0;
    const cells = fields.list("cells", MOST_CURVE_CELLS, (item, where) => {
      const cell = new Fields(item, where);
      return {
        name: cell.text("name"),
        seeds: cell.list("seeds", MOST_SEEDS, (seed) => seedOf(seed)),
        curves: cell.list("curves", MOST_CURVES, (curve, place) => {
          const read = readCurve(new Fields(curve, place), place);
          points += read.epochs.length;
          if (points > MOST_POINTS_IN_ALL) refuse(`the curves have more than ${MOST_POINTS_IN_ALL} points`);
          return read;
        }),
      };
    });
    if (cells.length === 0) refuse("there are no cells");
    return { kind: "curves", version: 1, title: fields.text("title"), cells };
  });
}

function readCurve(fields: Fields, where: string): Curve {
  const numbers = (name: string): number[] => fields.list(name, MOST_CURVE_POINTS, finite);
  const curve = {
    measure: fields.oneOf("measure", CURVE_MEASURES),
    part: fields.oneOf("part", CURVE_PARTS),
    seed: fields.orNull("seed", (name) => seedOf(fields.value(name))),
    epochs: numbers("epochs"),
    values: numbers("values"),
    low: fields.orNull("low", numbers),
    high: fields.orNull("high", numbers),
  };
  for (const list of [curve.values, curve.low, curve.high])
    if (list && list.length !== curve.epochs.length)
      refuse(`${where} has ${list.length} values for ${curve.epochs.length} epochs`);
  if (curve.epochs.some((epoch, i) => epoch < 0 || (i > 0 && epoch <= curve.epochs[i - 1]!)))
    refuse(`the epochs of ${where} do not rise`);
  return curve;
}

function finite(value: unknown, where: string): number {
  return typeof value === "number" && Number.isFinite(value) ? value : refuse(`${where} is not a finite number`);
}

function seedOf(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) : refuse("a seed is not a whole number");
}
