import type { TopLevelSpec } from "vega-lite";
import { printable } from "../common/payloads/printable";
import type { Evaluation } from "../common/runRecord";
import { spreadOf } from "./statistics";
import type { Spread } from "./statistics";
import { fitText } from "./textWidth";
import { themeFor } from "./theme";
import type { Theme } from "./theme";

/** One class over the runs (seeds) of a cell; shares in [0, 1]. */
export interface ClassAccuracy {
  /** 0-based class index, as in the data set. */
  readonly index: number;
  readonly name: string;
  /** Clips of the class in one evaluation. */
  readonly clips: number;
  /** One accuracy per run; null where the class had no clip. */
  readonly runs: readonly (number | null)[];
  readonly spread: Spread | null;
  /** What its clips were most often mistaken for, over all runs; null when never. */
  readonly mistakenFor: { readonly name: string; readonly share: number } | null;
}

/** Per-class accuracy of the same partition in several runs, in the data set's order. */
export function perClassAccuracy(classes: readonly string[], evaluations: readonly Evaluation[]): ClassAccuracy[] {
  return classes.map((name, index) => {
    const row = classes.map((_, j) =>
      evaluations.reduce((sum, { confusion }) => sum + (confusion[index]?.[j] ?? 0), 0),
    );
    const total = row.reduce((sum, count) => sum + count, 0);
    let worst = -1;
    row.forEach((count, j) => {
      if (j !== index && count > 0 && (worst < 0 || count > row[worst]!)) worst = j;
    });
    const runs = evaluations.map(({ perClass }) => perClass[index] ?? null);
    return {
      index,
      name,
      clips: evaluations.length ? total / evaluations.length : 0,
      runs,
      spread: spreadOf(runs),
      mistakenFor: worst < 0 ? null : { name: classes[worst]!, share: row[worst]! / total },
    };
  });
}

export interface PerClassFigureOptions {
  /** Plot area in px, without labels. */
  readonly width?: number;
  /** Height of one class in px. */
  readonly row?: number;
  readonly theme?: Theme;
}

/** Bars of the mean accuracy, lowest first; a whisker of one standard deviation and a dot for each seed where there are several. */
export function perClassSpec(accuracies: readonly ClassAccuracy[], options: PerClassFigureOptions = {}): TopLevelSpec {
  const { width = 380, theme = themeFor() } = options;
  const { palette } = theme;
  const rowHeight = Math.max(theme.small + 1.5, options.row ?? (accuracies.length > 30 ? 13 : 19));
  const known = accuracies.filter(({ spread }) => spread !== null);
  known.sort((a, b) => a.spread!.mean - b.spread!.mean || a.index - b.index);
  const clamp = (share: number): number => 100 * Math.min(1, Math.max(0, share));

  const bars = known.map(({ spread, name, index }, at) => {
    const { mean, std } = spread!;
    const label = fitText(printable(name) || `class ${index + 1}`, theme.small, 190);
    return {
      top: at + 0.16,
      middle: at + 0.5,
      bottom: at + 0.84,
      mean: clamp(mean),
      low: clamp(mean - (std ?? 0)),
      high: clamp(mean + (std ?? 0)),
      label,
      value: (100 * mean).toFixed(1),
    };
  });
  const several = known.some(({ spread }) => spread!.n > 1);
  const dots = several
    ? known.flatMap(({ runs }, at) =>
        runs.filter((run) => run !== null).map((run) => ({ middle: at + 0.5, mean: clamp(run) })),
      )
    : [];
  const x = {
    field: "mean",
    type: "quantitative" as const,
    title: "accuracy (%)",
    scale: { domain: [0, 100], nice: false },
    axis: { tickCount: 5, orient: "bottom" as const },
  };
  const y = {
    type: "quantitative" as const,
    axis: null,
    scale: { domain: [0, Math.max(1, known.length)], nice: false, zero: false, reverse: true },
  };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width,
    height: rowHeight * Math.max(1, known.length),
    padding: { left: 8, right: 4, top: 4, bottom: 4 },
    config: theme.config,
    data: { values: bars },
    layer: [
      {
        mark: { type: "rect", fill: palette.correct[4]! },
        encoding: {
          x: { ...x, field: "zero" },
          x2: { field: "mean" },
          y: { ...y, field: "top" },
          y2: { field: "bottom" },
        },
        transform: [{ calculate: "0", as: "zero" }],
      },
      ...(several
        ? [
            {
              mark: { type: "rule" as const, stroke: palette.text, strokeWidth: 1 },
              encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y: { ...y, field: "middle" } },
            },
            {
              data: { values: dots },
              mark: { type: "circle" as const, fill: palette.text, size: 9, opacity: 0.75 },
              encoding: { x, y: { ...y, field: "middle" } },
            },
          ]
        : []),
      {
        mark: { type: "text", align: "right", baseline: "middle", x: -6, fontSize: theme.small, fill: palette.text },
        encoding: { y: { ...y, field: "middle" }, text: { field: "label", type: "nominal" } },
      },
      {
        mark: {
          type: "text",
          align: "right",
          baseline: "middle",
          x: width + 34,
          fontSize: theme.small,
          fill: palette.muted,
        },
        encoding: { y: { ...y, field: "middle" }, text: { field: "value", type: "nominal" } },
      },
    ],
  } as TopLevelSpec;
}
