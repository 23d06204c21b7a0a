import type { TopLevelSpec } from "vega-lite";
import { printable } from "../common/payloads/printable";
import { spreadOf } from "./statistics";
import { fitText, textWidth } from "./textWidth";
import { themeFor, type Theme } from "./theme";

/** Runs of one train cell, one value for each seed; shares in [0, 1]. */
export interface Compared {
  readonly name: string;
  readonly seeds: readonly { readonly seed: number; readonly top1: number }[];
}

export interface ComparisonOptions {
  /** Plot area in px, without labels. */
  readonly width: number;
  /** Height of one row in px. */
  readonly row?: number;
  readonly theme?: Theme;
}

const LONGEST_LABEL = 150;
/** What an axis's title may take beside its plot, where the rows' labels and values are, px. */
const BESIDE_PLOT = 100;
const LEAST_NAME = 30;
/** Rows are closer where there are more of them. */
const MANY_ROWS = 30;
/** Opacity of a bar that may be noise. */
const PALE = 0.3;

/** Accuracy of each cell: mean, one standard deviation either side, and a dot for each seed. The axis need not begin at 0, so there are no bars. */
export function accuracyRowsSpec(all: readonly Compared[], options: ComparisonOptions): TopLevelSpec {
  const rows = all.flatMap(({ name, seeds }) => {
    const spread = spreadOf(seeds.map(({ top1 }) => 100 * top1));
    return spread ? [{ name, ...spread, values: seeds.map(({ top1 }) => 100 * top1) }] : [];
  });
  return rowsSpec(rows, "top-1 accuracy (%)", options, false);
}

/**
 * Change of accuracy against the first cell, in points, as bars from 0. Where both cells have the same seeds, seed is compared with seed, and
 * the whisker is one standard deviation of those differences; else it is that of the difference of two independent means.
 */
export function changeBarsSpec(all: readonly Compared[], options: ComparisonOptions): TopLevelSpec {
  const [base, ...others] = all;
  const rows = others.flatMap(({ name, seeds }) => {
    const change = base && changeOf(base, { name, seeds });
    return change ? [{ name, ...change }] : [];
  });
  return rowsSpec(rows, changeTitle(printable(base?.name ?? ""), options), options, true);
}

/** Names the cell that the others are compared with, as far as there is room. */
function changeTitle(name: string, { width, theme = themeFor() }: ComparisonOptions): string {
  const room = width + BESIDE_PLOT - textWidth("change against  (points)", theme.text);
  return `change against ${fitText(name, theme.text, Math.max(LEAST_NAME, room))} (points)`;
}

/** Change of accuracy class by class, in points, the largest loss first; whiskers as in `changeBarsSpec`. Classes without clips are left out. */
export function classChangeSpec(
  before: readonly Compared[],
  after: readonly Compared[],
  options: ComparisonOptions,
): TopLevelSpec {
  const rows = after.flatMap((own) => {
    const base = before.find(({ name }) => name === own.name);
    const change = base && changeOf(base, own);
    return change ? [{ name: own.name, ...change }] : [];
  });
  rows.sort((a, b) => a.mean - b.mean);
  return rowsSpec(rows, "change of class accuracy (points)", options, true);
}

/** A variant's change of accuracy against the baseline; shares. */
export interface Contrasted {
  readonly name: string;
  readonly difference: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** Whether it is more than noise; other bars are pale. */
  readonly sure: boolean;
}

/** Change of accuracy against a baseline, in points, as bars from 0 with the interval of the difference; bars that may be noise are pale. */
export function contrastBarsSpec(
  all: readonly Contrasted[],
  baseline: string,
  options: ComparisonOptions,
): TopLevelSpec {
  const rows = all.map(({ name, difference, interval: { low, high }, sure }) => ({
    name,
    mean: 100 * difference,
    std: null,
    values: [],
    interval: { low: 100 * low, high: 100 * high },
    pale: !sure,
  }));
  return rowsSpec(rows, changeTitle(printable(baseline), options), options, true);
}

interface Row {
  readonly name: string;
  readonly mean: number;
  readonly std: number | null;
  readonly values: readonly number[];
  /** Of the mean; one standard deviation either side where it is left out. */
  readonly interval?: { readonly low: number; readonly high: number };
  readonly pale?: boolean;
}

/** Points of accuracy from one cell to another; null where one of them has no run. */
export function changeOf(base: Compared, other: Compared): Omit<Row, "name"> | null {
  const before = new Map(base.seeds.map(({ seed, top1 }) => [seed, 100 * top1]));
  const paired = other.seeds.length === base.seeds.length && other.seeds.every(({ seed }) => before.has(seed));
  if (paired) {
    const values = other.seeds.map(({ seed, top1 }) => 100 * top1 - before.get(seed)!);
    const spread = spreadOf(values);
    return spread && { mean: spread.mean, std: spread.std, values };
  }
  const [a, b] = [spreadOf([...before.values()]), spreadOf(other.seeds.map(({ top1 }) => 100 * top1))];
  if (!a || !b) return null;
  const std = a.std === null || b.std === null ? null : Math.hypot(a.std, b.std);
  return { mean: b.mean - a.mean, std, values: [] };
}

/** "+1.50 [−1.1, 4.1]", "93.20 ± 0.31" */
function valueText(mean: number, std: number | null, interval: Row["interval"], signed: boolean): string {
  const own = `${signed && mean > 0 ? "+" : ""}${mean.toFixed(2)}`;
  const beside = interval
    ? ` [${interval.low.toFixed(1)}, ${interval.high.toFixed(1)}]`
    : std === null
      ? ""
      : ` ± ${std.toFixed(2)}`;
  return `${own}${beside}`.replaceAll("-", "−");
}

function rowsSpec(rows: readonly Row[], title: string, options: ComparisonOptions, bars: boolean): TopLevelSpec {
  const { width, theme = themeFor() } = options;
  const row = Math.max(theme.small + 1.5, options.row ?? (rows.length > MANY_ROWS ? 12 : 22));
  const { palette } = theme;
  const marks = rows.map(({ name, mean, std, values, interval, pale = false }, at) => ({
    middle: at + 0.5,
    top: at + 0.2,
    bottom: at + 0.8,
    zero: 0,
    mean,
    low: interval?.low ?? mean - (std ?? 0),
    high: interval?.high ?? mean + (std ?? 0),
    opacity: pale ? PALE : 1,
    gain: mean >= 0,
    label: fitText(printable(name), theme.small, LONGEST_LABEL),
    value: valueText(mean, std, interval, bars),
    values,
  }));
  const dots = marks.flatMap(({ middle, values }) => values.map((value) => ({ middle, mean: value })));
  const spread = [...marks.flatMap(({ low, high, mean }) => [low, high, mean]), ...dots.map(({ mean }) => mean)];
  const [least, most] = [Math.min(...spread, ...(bars ? [0] : [])), Math.max(...spread, ...(bars ? [0] : []))];
  const room = Math.max(0.5, (most - least) * 0.08);
  const domain = bars ? [least - room, most + room] : [Math.max(0, least - room), Math.min(100, most + room)];
  const x = {
    field: "mean",
    type: "quantitative" as const,
    title,
    scale: { domain: spread.length > 0 ? domain : [0, 1], nice: true, zero: false },
    axis: { tickCount: 5, orient: "bottom" as const },
  };
  const y = {
    field: "middle",
    type: "quantitative" as const,
    axis: null,
    scale: { domain: [0, Math.max(1, rows.length)], nice: false, zero: false, reverse: true },
  };
  const words = (field: string, mark: Record<string, unknown>) => ({
    mark: { type: "text" as const, baseline: "middle" as const, fontSize: theme.small, fill: palette.text, ...mark },
    encoding: { y, text: { field, type: "nominal" as const } },
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width,
    height: row * Math.max(1, rows.length),
    padding: { left: 4, right: 4, top: 4, bottom: 4 },
    config: theme.config,
    data: { values: marks.map(({ values: _values, ...mark }) => mark) },
    layer: [
      ...(bars
        ? [
            {
              mark: { type: "rect" as const },
              encoding: {
                x: { ...x, field: "zero" },
                x2: { field: "mean" },
                y: { ...y, field: "top" },
                y2: { field: "bottom" },
                ...(rows.some(({ pale }) => pale)
                  ? { opacity: { field: "opacity", type: "quantitative" as const, scale: null, legend: null } }
                  : {}),
                color: {
                  field: "gain",
                  type: "nominal" as const,
                  scale: { domain: [true, false], range: [palette.correct[4]!, palette.confused[4]!] },
                  legend: null,
                },
              },
            },
            {
              data: { values: [{ zero: 0 }] },
              mark: { type: "rule" as const, stroke: palette.text, strokeWidth: 0.75 },
              encoding: { x: { ...x, field: "zero" } },
            },
          ]
        : []),
      {
        mark: { type: "rule" as const, stroke: palette.text, strokeWidth: 1 },
        encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
      },
      {
        data: { values: dots },
        mark: { type: "circle" as const, fill: palette.muted, size: 12, opacity: 0.8 },
        encoding: { x, y },
      },
      ...(bars
        ? []
        : [
            {
              mark: { type: "circle" as const, fill: palette.categorical[0]!, size: 46, opacity: 1 },
              encoding: { x, y },
            },
          ]),
      words("label", { align: "right", x: -6 }),
      words("value", { align: "left", x: width + 6, fill: palette.muted }),
    ],
  } as TopLevelSpec;
}
