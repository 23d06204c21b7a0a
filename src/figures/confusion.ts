import type { TopLevelSpec } from "vega-lite";
import type { ConfusionPayload } from "../common/payloads/confusion";
import { classTotals, orderClasses, rowShares } from "../common/payloads/confusionOrder";
import type { ConfusionOrder } from "../common/payloads/confusionOrder";
import { printable } from "../common/payloads/printable";
import type { Evaluation } from "../common/runRecord";
import { fitText, textWidth } from "./textWidth";
import { themeFor } from "./theme";
import type { Theme } from "./theme";

export type { ConfusionPayload } from "../common/payloads/confusion";
export { topConfusedPairs } from "../common/payloads/confusionOrder";

/**
 * The confusion matrices of one or several evaluations (seeds) of the same classes and partition, added up.
 * @throws RangeError for no evaluation, or matrices or partitions that do not fit together.
 */
export function confusionPayload(
  title: string,
  classes: readonly string[],
  evaluations: readonly Evaluation[],
): ConfusionPayload {
  const first = evaluations[0];
  if (!first) throw new RangeError("a confusion matrix needs at least one evaluation");
  const counts = classes.map(() => classes.map(() => 0));
  for (const { confusion, partition } of evaluations) {
    if (partition !== first.partition)
      throw new RangeError(`${partition} and ${first.partition} evaluations cannot be added up`);
    if (confusion.length !== classes.length)
      throw new RangeError(`${confusion.length} rows for ${classes.length} classes`);
    confusion.forEach((row, i) => {
      if (row.length !== classes.length) throw new RangeError(`${row.length} columns for ${classes.length} classes`);
      row.forEach((count, j) => (counts[i]![j]! += count));
    });
  }
  return {
    kind: "confusion",
    version: 1,
    title,
    partition: first.partition,
    evaluations: evaluations.length,
    classes: [...classes],
    counts,
  };
}

export interface ConfusionFigureOptions {
  readonly values?: "share" | "count";
  readonly order?: ConfusionOrder;
  /** Side of the square of cells, px; labels and legend come on top. */
  readonly side?: number;
  /** Width of the whole figure where it has a limit, px: below 480 the columns are numbered and the legends lie beneath. */
  readonly within?: number;
  readonly theme?: Theme;
}

/** vega-lite gives a gradient of steps no size of its own, so both have it from here; beneath a plot one stands under the other. */
function legendConfig(theme: Theme, narrow: boolean, extent: number): object {
  return {
    ...(theme.config.legend as object),
    gradientLength: narrow ? Math.min(200, Math.max(100, extent)) : Math.max(80, Math.min(150, extent / 2 - 30)),
    gradientThickness: narrow ? 7 : 10,
    ...(narrow ? { layout: { bottom: { anchor: "start", direction: "vertical", margin: 6 } } } : {}),
  };
}

/** Side of a cell, px: in steps that keep the edges of large ones sharp on a screen. */
function pitchFor(room: number): number {
  return Math.min(64, room < 8 ? Math.max(0.5, Math.floor(room * 10) / 10) : Math.floor(room * 2) / 2);
}

/** Of a name beside its row, px; and in a narrow figure its share of the figure's width. */
const LONGEST_NAME = 150;
const NARROW_NAMES = 0.36;
/** What stands beside the names: the axis's title and gaps, px. */
const BESIDE_NAMES = 20;
/** Narrower figures have no room for names on both sides and a legend beside them, px. */
const ROOMY = 480;

/** Where the shares change colour: finer at the low end, where the confusions are. */
const SHARE_STEPS = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];

/** Rows are true classes, columns predictions; the diagonal has its own hue, and empty cells are not drawn. */
export function confusionSpec(payload: ConfusionPayload, options: ConfusionFigureOptions = {}): TopLevelSpec {
  const {
    values: mode = "share",
    order: orderName = "data",
    side = 460,
    within = Infinity,
    theme = themeFor(),
  } = options;
  const narrow = within < ROOMY;
  const { palette } = theme;
  const { counts, classes } = payload;
  const order = orderClasses(counts, classes, orderName);
  const shares = rowShares(counts);
  const n = classes.length;
  const pitch = pitchFor(side / n);
  const extent = pitch * n;
  const longest = narrow ? within * NARROW_NAMES : LONGEST_NAME;
  // Whether names fit follows from the figure's width where that is given: the side is what is looked for then.
  const named = pitch >= theme.small && (!narrow || n * theme.small + longest + 2 * BESIDE_NAMES <= within);

  const steps = mode === "share" ? { correct: SHARE_STEPS, confused: SHARE_STEPS } : countSteps(counts);
  const cells: Cell[] = [];
  order.forEach((truth, row) =>
    order.forEach((predicted, column) => {
      const count = counts[truth]![predicted]!;
      if (count === 0) return;
      const value = mode === "share" ? shares[truth]![predicted]! : count;
      const ramp = truth === predicted ? steps.correct : steps.confused;
      const strong = ramp.filter((step) => value >= step).length >= 5;
      const text = mode === "share" ? percent(value) : String(count);
      cells.push({ row, column, value, correct: truth === predicted, strong, text });
    }),
  );

  const labels = named ? nameLabels(order, classes, counts, pitch, theme, longest) : numberLabels(order, pitch, theme);
  if (narrow && !labels[0].numbered) numberColumns(labels, order, pitch, theme);
  const place = { type: "quantitative" as const, axis: null, scale: { domain: [0, n], nice: false, zero: false } };
  const heat = (correct: boolean) => ({
    data: { values: cells.filter((cell) => cell.correct === correct) },
    transform: [
      { calculate: "datum.row + 1", as: "row2" },
      { calculate: "datum.column + 1", as: "column2" },
    ],
    mark: { type: "rect" as const, strokeWidth: 0 },
    encoding: {
      x: { ...place, field: "column" },
      x2: { field: "column2" },
      y: { ...place, field: "row", scale: { ...place.scale, reverse: true } },
      y2: { field: "row2" },
      color: {
        field: "value",
        type: "quantitative" as const,
        scale: {
          type: "threshold" as const,
          domain: correct ? steps.correct : steps.confused,
          range: [...(correct ? palette.correct : palette.confused)],
        },
        legend: {
          title: correct ? "recognised" : "confused",
          format: mode === "share" ? ".0%" : "d",
          labelOverlap: "greedy" as const,
          ...(narrow
            ? { orient: "bottom" as const, direction: "horizontal" as const, offset: labels[1].room + 26 }
            : {}),
        },
      },
    },
  });
  const widest = cells.reduce((width, cell) => Math.max(width, textWidth(cell.text, theme.small)), 0);
  const numbers = pitch >= theme.small * 1.5 && widest <= pitch - 3;

  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: extent,
    height: extent,
    config: { ...theme.config, legend: legendConfig(theme, narrow, extent) },
    resolve: { scale: { color: "independent" } },
    layer: [
      {
        data: { values: [{}] },
        mark: {
          type: "rect",
          fill: null,
          stroke: palette.muted,
          strokeWidth: 0.75,
          x: 0,
          y: 0,
          x2: extent,
          y2: extent,
        },
      },
      heat(true),
      heat(false),
      ...(numbers
        ? [true, false].map((strong) => ({
            data: { values: cells.filter((cell) => cell.strong === strong) },
            transform: [
              { calculate: "datum.row + 0.5", as: "y" },
              { calculate: "datum.column + 0.5", as: "x" },
            ],
            mark: {
              type: "text" as const,
              baseline: "middle" as const,
              fill: strong ? palette.inkOnStrong : palette.inkOnWeak,
              fontSize: theme.small,
            },
            encoding: {
              x: { ...place, field: "x" },
              y: { ...place, field: "y", scale: { ...place.scale, reverse: true } },
              text: { field: "text", type: "nominal" as const },
            },
          }))
        : []),
      ...labels.map(({ values, mark, axis }) => ({
        data: { values },
        mark: {
          type: "text" as const,
          fontSize: theme.small,
          fill: palette.text,
          baseline: "middle" as const,
          ...mark,
        },
        encoding: {
          [axis]: { ...place, field: "at", ...(axis === "y" ? { scale: { ...place.scale, reverse: true } } : {}) },
          text: { field: "text", type: "nominal" as const },
        },
      })),
      ...[
        { text: "true class", x: -labels[0]!.room - 14, y: extent / 2, angle: -90 },
        {
          text: labels[1]!.numbered ? "predicted class (number in the table)" : "predicted class",
          x: extent / 2,
          y: extent + labels[1]!.room + 16,
          angle: 0,
        },
      ].map(({ text, ...mark }) => ({
        data: { values: [{ text }] },
        mark: {
          type: "text" as const,
          align: "center" as const,
          baseline: "middle" as const,
          fontSize: theme.text,
          ...mark,
        },
        encoding: { text: { field: "text", type: "nominal" as const } },
      })),
    ],
  } as TopLevelSpec;
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly correct: boolean;
  readonly strong: boolean;
  readonly text: string;
}

interface AxisLabels {
  readonly axis: "x" | "y";
  readonly numbered: boolean;
  /** Pixels the labels take beside the matrix. */
  room: number;
  values: readonly { at: number; text: string }[];
  mark: Record<string, unknown>;
}

/** Class numbers (1-based, the table's) at every few cells. */
function numberLabels(order: readonly number[], pitch: number, theme: Theme): [AxisLabels, AxisLabels] {
  const every = [1, 2, 5, 10, 20, 50].find((step) => step * pitch >= theme.small * 2.2) ?? 100;
  const values = order
    .map((index, at) => ({ at: at + 0.5, text: String(index + 1) }))
    .filter((_, at) => (at + 1) % every === 0 || at === 0);
  return [
    { axis: "y", numbered: true, room: 22, values, mark: { align: "right", x: -5 } },
    { axis: "x", numbered: true, room: 16, values, mark: { align: "center", y: pitch * order.length + 9 } },
  ];
}

/** Names beside rows and under columns, turned where they do not fit level. */
function nameLabels(
  order: readonly number[],
  classes: readonly string[],
  counts: ConfusionPayload["counts"],
  pitch: number,
  theme: Theme,
  longest: number,
): [AxisLabels, AxisLabels] {
  const size = theme.small;
  const totals = classTotals(counts);
  const names = order.map((index) => fitText(printable(classes[index]!) || `class ${index + 1}`, size, longest));
  const room = Math.ceil(Math.max(...names.map((name) => textWidth(name, size)))) + 5;
  const across = order.map((index, i) => ({
    at: i + 0.5,
    text: totals[index] === 0 ? `${names[i]} (no clip)` : names[i]!,
  }));
  const roomLeft = Math.ceil(Math.max(...across.map(({ text }) => textWidth(text, size)))) + 5;
  const level = pitch > room + 4;
  return [
    { axis: "y", numbered: false, room: roomLeft, values: across, mark: { align: "right", x: -5 } },
    {
      axis: "x",
      numbered: false,
      room: level ? 14 : room,
      values: names.map((text, i) => ({ at: i + 0.5, text })),
      mark: level
        ? { align: "center", y: pitch * order.length + 9 }
        : { align: "right", angle: -90, y: pitch * order.length + 5 },
    },
  ];
}

/** Rows keep their names and say their number after it; columns have the number alone, every second where two would touch. */
function numberColumns(
  [rows, columns]: [AxisLabels, AxisLabels],
  order: readonly number[],
  pitch: number,
  theme: Theme,
): void {
  const every = textWidth(String(order.length), theme.small) + 3 > pitch ? 2 : 1;
  rows.values = rows.values.map(({ at, text }, i) => ({ at, text: `${text}  ${order[i]! + 1}` }));
  rows.room += 14;
  columns.values = order
    .map((index, i) => ({ at: i + 0.5, text: String(index + 1) }))
    .filter((_, i) => i % every === 0);
  columns.room = 10;
  columns.mark = { align: "center", y: pitch * order.length + 8 };
}

/** Eight ascending whole numbers for each ramp, up to its largest count. */
function countSteps(counts: ConfusionPayload["counts"]): { correct: number[]; confused: number[] } {
  let [diagonal, off] = [0, 0];
  counts.forEach((row, i) =>
    row.forEach((count, j) => (i === j ? (diagonal = Math.max(diagonal, count)) : (off = Math.max(off, count)))),
  );
  const steps = (largest: number) =>
    SHARE_STEPS.map((_, k) => Math.max(k + 2, Math.ceil((largest * (k + 1)) / (SHARE_STEPS.length + 1))));
  return { correct: steps(diagonal), confused: steps(off) };
}

/** Whole per cent without the sign: the legend carries it. */
function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 0.5 ? "<1" : String(Math.round(value));
}
