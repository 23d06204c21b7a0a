import type { TopLevelSpec } from "vega-lite";
import { effectiveEvents } from "../common/runHistory";
import type { RunEvent } from "../common/runRecord";
import { legendColumns } from "./legend";
import { spreadOf } from "./statistics";
import { themeFor } from "./theme";
import type { Theme } from "./theme";

/** A measured quantity over epochs: mean over the runs that reached the epoch, one standard deviation either side (null for one run). */
export interface CurvePoint {
  readonly epoch: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** Learning curves of the runs of one cell; epochs count from 1. An empty list means it was not measured. */
export interface Curves {
  readonly runs: number;
  readonly trainLoss: readonly CurvePoint[];
  readonly validationLoss: readonly CurvePoint[];
  readonly trainTop1: readonly CurvePoint[];
  readonly validationTop1: readonly CurvePoint[];
  /** Rate of the last update of each epoch, norm of its gradient, and clips trained per second at it. */
  readonly rate: readonly CurvePoint[];
  readonly gradient: readonly CurvePoint[];
  readonly speed: readonly CurvePoint[];
  /** L_align and L_match before their weights, means over the epoch's steps with descriptions. */
  readonly align: readonly CurvePoint[];
  readonly match: readonly CurvePoint[];
}

/** Reads event logs, one per run; what a resumed run told twice counts once (`effectiveEvents`). */
export function learningCurves(logs: readonly (readonly RunEvent[])[]): Curves {
  const series = {
    trainLoss: new Map(),
    validationLoss: new Map(),
    trainTop1: new Map(),
    validationTop1: new Map(),
    rate: new Map(),
    gradient: new Map(),
    speed: new Map(),
    align: new Map(),
    match: new Map(),
  } as Record<Exclude<keyof Curves, "runs">, Map<number, (number | null)[]>>;
  logs.forEach((log, run) => {
    const put = (name: keyof typeof series, epoch: number, value: number): void => {
      const values = series[name].get(epoch) ?? logs.map(() => null);
      values[run] = Number.isFinite(value) ? value : null;
      series[name].set(epoch, values);
    };
    for (const event of effectiveEvents(log)) {
      if (event.type === "step") {
        put("rate", event.epoch, event.lr);
        put("gradient", event.epoch, event.gradNorm);
        put("speed", event.epoch, event.clipsPerSecond);
      }
      if (event.type !== "epoch") continue;
      put("trainLoss", event.epoch, event.loss);
      put("trainTop1", event.epoch, event.trainTop1);
      if (event.language) {
        put("align", event.epoch, event.language.align);
        // A term that is left out is 0 in every step.
        if (event.language.match > 0) put("match", event.epoch, event.language.match);
      }
      if (event.validation) {
        put("validationLoss", event.epoch, event.validation.loss);
        put("validationTop1", event.epoch, event.validation.top1);
      }
    }
  });
  const points = (name: keyof typeof series): CurvePoint[] =>
    [...series[name]]
      .sort(([a], [b]) => a - b)
      .flatMap(([epoch, values]) => {
        const spread = spreadOf(values);
        if (!spread) return [];
        const { mean, std, n } = spread;
        return [{ epoch, mean, low: mean - (std ?? 0), high: mean + (std ?? 0), runs: n }];
      });
  return {
    runs: logs.length,
    trainLoss: points("trainLoss"),
    validationLoss: points("validationLoss"),
    trainTop1: points("trainTop1"),
    validationTop1: points("validationTop1"),
    rate: points("rate"),
    gradient: points("gradient"),
    speed: points("speed"),
    align: points("align"),
    match: points("match"),
  };
}

export interface CurveFigureOptions {
  /** Plot area in px, without axes. */
  readonly width?: number;
  readonly height?: number;
  readonly theme?: Theme;
}

export function lossSpec(curves: Curves, options: CurveFigureOptions = {}): TopLevelSpec {
  return curveSpec(
    [line("training", curves.trainLoss), line("validation", curves.validationLoss)],
    "loss",
    {},
    options,
  );
}

/** Accuracy in per cent. */
export function accuracySpec(curves: Curves, options: CurveFigureOptions = {}): TopLevelSpec {
  const lines = [line("training", curves.trainTop1, 100), line("validation", curves.validationTop1, 100)];
  return curveSpec(lines, "top-1 accuracy (%)", { domain: [0, 100] }, options);
}

/** On a log axis when every rate is above 0 and they span more than a factor of 20. */
export function rateSpec(curves: Curves, options: CurveFigureOptions = {}): TopLevelSpec {
  const lines = [line("learning rate", curves.rate)];
  return curveSpec(lines, "learning rate", rateScale(lines), options);
}

function rateScale(lines: readonly Line[]): { type?: "log" } {
  const rates = lines.flatMap(({ points }) => points.map(({ mean }) => mean));
  const wide = rates.length > 0 && Math.min(...rates) > 0 && Math.max(...rates) > 20 * Math.min(...rates);
  return wide ? { type: "log" } : {};
}

export type CurveMetric = "accuracy" | "loss" | "rate" | "gradient" | "speed";

const OTHER_METRICS = {
  rate: "learning rate",
  gradient: "gradient norm",
  speed: "clips per second",
} as const;

/**
 * Curves of several cells in one plot, a colour and a dash for each: accuracy and loss are those on validation clips, or on training clips
 * where a cell has no validation split. One cell has both.
 */
export function curveFigureSpec(
  cells: readonly { readonly name: string; readonly curves: Curves }[],
  metric: CurveMetric,
  options: CurveFigureOptions = {},
): TopLevelSpec {
  const [only, ...others] = cells;
  if (metric !== "accuracy" && metric !== "loss") {
    const lines = cells.map(({ name, curves }) => line(name, curves[metric]));
    return curveSpec(lines, OTHER_METRICS[metric], metric === "rate" ? rateScale(lines) : {}, options);
  }
  if (only && others.length === 0) return (metric === "loss" ? lossSpec : accuracySpec)(only.curves, options);
  const [inTraining, inValidation] =
    metric === "loss" ? (["trainLoss", "validationLoss"] as const) : (["trainTop1", "validationTop1"] as const);
  const held = cells.every(({ curves }) => curves[inValidation].length > 0);
  const times = metric === "loss" ? 1 : 100;
  const lines = cells.map(({ name, curves }) => line(name, curves[held ? inValidation : inTraining], times));
  const title = `${held ? "validation" : "training"} ${metric === "loss" ? "loss" : "accuracy (%)"}`;
  return curveSpec(lines, title, metric === "loss" ? {} : { domain: [0, 100] }, options);
}

interface Line {
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

function line(name: string, points: readonly CurvePoint[], times = 1): Line {
  return {
    name,
    points: points.map((p) => ({ ...p, mean: p.mean * times, low: p.low * times, high: p.high * times })),
  };
}

function curveSpec(
  all: readonly Line[],
  title: string,
  scale: { type?: "log"; domain?: number[] },
  options: CurveFigureOptions,
): TopLevelSpec {
  const { width = 250, height = 165, theme = themeFor() } = options;
  const lines = all.filter(({ points }) => points.length > 0);
  const names = lines.map(({ name }) => name);
  const epochs = lines.flatMap(({ points }) => points.map(({ epoch }) => epoch));
  const last = epochs.reduce((a, b) => Math.max(a, b), 1);
  const bottom = scale.domain?.[0] ?? -Infinity;
  const top = scale.domain?.[1] ?? Infinity;
  const values = lines.flatMap(({ name, points }) =>
    points.map(({ epoch, mean, low, high }) => ({
      name,
      epoch,
      mean,
      low: Math.max(bottom, low),
      high: Math.min(top, high),
    })),
  );
  const x = {
    field: "epoch",
    type: "quantitative" as const,
    title: "epoch",
    scale: { domain: [Math.min(1, last - 1), last], nice: false, zero: false },
    axis: { tickMinStep: 1, tickCount: Math.min(6, Math.max(1, last)), format: "d", grid: false },
  };
  const y = {
    type: "quantitative" as const,
    title,
    scale: { ...scale, zero: false, nice: true },
    axis: { tickCount: 5, ...(scale.type === "log" ? { format: "~g", values: decades(values) } : {}) },
  };
  const colourOf = (i: number): string => theme.palette.categorical[i % theme.palette.categorical.length]!;
  // Told apart by colour and by dashes, so that grey print still works.
  const color = {
    field: "name",
    type: "nominal" as const,
    scale: { domain: names, range: names.map((_, i) => colourOf(i)) },
    legend:
      names.length > 1
        ? {
            title: null,
            orient: "top" as const,
            direction: "horizontal" as const,
            symbolType: "stroke" as const,
            offset: 4,
            symbolSize: 220,
            ...legendColumns(names, theme.small, width),
          }
        : null,
  };
  const banded = values.some(({ low, high }) => high > low);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width,
    height,
    config: theme.config,
    data: { values },
    encoding: { x },
    layer: [
      // One area per line with a fixed fill: areas on the colour scale would take the lines' place in the legend.
      ...(banded ? names : []).map((name, i) => ({
        data: { values: values.filter((value) => value.name === name) },
        mark: { type: "area" as const, opacity: 0.2, fill: colourOf(i) },
        encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
      })),
      {
        mark: { type: "line" as const, point: last === 1, strokeJoin: "round" as const },
        encoding: {
          y: { ...y, field: "mean" },
          color,
          strokeDash: {
            field: "name",
            type: "nominal" as const,
            scale: {
              domain: names,
              range: names.map((_, i) => DASHES[i % DASHES.length]!),
            },
            legend: color.legend,
          },
        },
      },
    ],
  } as TopLevelSpec;
}

/** Of lines, in their order: drawn and left out, px. */
const DASHES = [
  [1, 0],
  [5, 3],
  [2, 2],
  [8, 2, 2, 2],
  [10, 3],
  [4, 2, 1, 2],
];

/** Powers of ten around the values: the only grid lines a log axis needs. */
function decades(values: readonly { low: number; high: number }[]): number[] {
  const positive = values.flatMap(({ low, high }) => [low, high]).filter((value) => value > 0);
  const [from, to] = [Math.floor(Math.log10(Math.min(...positive))), Math.ceil(Math.log10(Math.max(...positive)))];
  return Array.from({ length: to - from + 1 }, (_, i) => Number(`1e${from + i}`));
}
