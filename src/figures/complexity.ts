import type { TopLevelSpec } from "vega-lite";
import { printable } from "../common/payloads/printable";
import { legendColumns } from "./legend";
import { themeFor, type Theme } from "./theme";

/** A method's accuracy and cost; a published one has no runs of ours behind it. */
export interface Costed {
  readonly name: string;
  /** Top-1 in per cent, with one standard deviation where there are several seeds. */
  readonly accuracy: number;
  readonly std: number | null;
  readonly parameters: number;
  /** Multiply-adds of one clip. */
  readonly macs: number;
  readonly published: boolean;
}

export type Benchmark = "ntu60-xsub" | "ntu60-xview" | "ntu120-xsub" | "ntu120-xset" | "nw-ucla";

/**
 * Published results for orientation, read from the methods' own repositories; they are ensembles of several streams, while parameters and
 * multiply-adds are those of one stream (NTU clips: 64 frames, 2 bodies).
 */
const PUBLISHED: readonly (Pick<Costed, "name" | "parameters" | "macs"> & {
  readonly streams: number;
  readonly top1: Readonly<Record<Benchmark, number>>;
})[] = [
  {
    name: "CTR-GCN",
    streams: 4,
    parameters: 1.45e6,
    macs: 1.94e9,
    top1: { "ntu60-xsub": 92.4, "ntu60-xview": 96.8, "ntu120-xsub": 88.9, "ntu120-xset": 90.6, "nw-ucla": 96.5 },
  },
  {
    name: "InfoGCN",
    streams: 6,
    parameters: 1.56e6,
    macs: 1.78e9,
    top1: { "ntu60-xsub": 93.0, "ntu60-xview": 97.1, "ntu120-xsub": 89.8, "ntu120-xset": 91.2, "nw-ucla": 97.0 },
  },
  {
    name: "HD-GCN",
    streams: 6,
    parameters: 1.66e6,
    macs: 1.82e9,
    top1: { "ntu60-xsub": 93.4, "ntu60-xview": 97.2, "ntu120-xsub": 90.1, "ntu120-xset": 91.6, "nw-ucla": 97.2 },
  },
];

/** The published results on a benchmark, each named with its number of streams. */
export function publishedOn(benchmark: Benchmark): Costed[] {
  return PUBLISHED.map(({ name, streams, parameters, macs, top1 }) => ({
    name: `${name} (${streams} streams)`,
    accuracy: top1[benchmark],
    std: null,
    parameters,
    macs,
    published: true,
  }));
}

export interface ComplexityOptions {
  /** Of both plots together, px. */
  readonly width: number;
  readonly height?: number;
  readonly theme?: Theme;
}

/** Accuracy against parameters and against multiply-adds, side by side on one accuracy axis. */
export function complexitySpec(points: readonly Costed[], options: ComplexityOptions): TopLevelSpec {
  const { width, theme = themeFor() } = options;
  const gap = 14;
  const each = Math.max(40, (width - gap) / 2);
  const { height = Math.round(each * 0.85) } = options;
  const { palette } = theme;
  const rows = points.map(({ name, accuracy, std, parameters, macs, published }) => ({
    name: printable(name),
    accuracy,
    low: accuracy - (std ?? 0),
    high: accuracy + (std ?? 0),
    parameters: parameters / 1e6,
    macs: macs / 1e9,
    published,
  }));
  const names = rows.map(({ name }) => name);
  const ours = rows.filter(({ published }) => !published).map(({ name }) => name);
  const colour = names.map((name) =>
    ours.includes(name) ? palette.categorical[ours.indexOf(name) % palette.categorical.length]! : palette.muted,
  );
  const shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"];
  const legend = {
    title: null,
    orient: "bottom" as const,
    direction: "vertical" as const,
    offset: 8,
    ...legendColumns(names, theme.small, width),
  };
  const scale = { domain: names, range: colour };
  const shape = { domain: names, range: names.map((_, i) => shapes[i % shapes.length]!) };
  const plot = (field: "parameters" | "macs", title: string, first: boolean) => ({
    width: each,
    height,
    data: { values: rows },
    encoding: {
      x: {
        field,
        type: "quantitative" as const,
        title,
        scale: { domain: [0, 1.08 * Math.max(...rows.map((row) => row[field]))], nice: false },
        axis: { tickCount: 4, format: "~g" },
      },
    },
    layer: [
      {
        mark: { type: "rule" as const, strokeWidth: 1, stroke: palette.text },
        encoding: {
          y: { field: "low", type: "quantitative" as const, scale: { zero: false, nice: true, padding: 6 } },
          y2: { field: "high" },
        },
      },
      {
        mark: { type: "point" as const, filled: true, opacity: 1, size: 52 },
        encoding: {
          y: {
            field: "accuracy",
            type: "quantitative" as const,
            title: first ? "top-1 accuracy (%)" : null,
            scale: { zero: false, nice: true, padding: 6 },
            axis: { tickCount: 5, labels: first },
          },
          color: { field: "name", type: "nominal" as const, scale, legend },
          shape: { field: "name", type: "nominal" as const, scale: shape, legend },
        },
      },
    ],
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    config: theme.config,
    spacing: gap,
    hconcat: [plot("parameters", "parameters (M)", true), plot("macs", "multiply-adds (G)", false)],
    resolve: { scale: { y: "shared" } },
  } as unknown as TopLevelSpec;
}
