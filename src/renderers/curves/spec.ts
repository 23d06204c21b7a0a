import type { TopLevelSpec } from "vega-lite";

/** A vertex of a line or of a band's edge; rows of one `line` are joined. How it looks comes with it, since it follows from the theme. */
export interface CurveRow {
  readonly x: number;
  readonly y: number;
  /** The other edge of a band. */
  readonly y2?: number;
  readonly line: string;
  readonly colour: string;
  readonly dash: readonly number[];
}

export const SOURCES = ["bands", "seeds", "means", "reading"] as const;
export type Source = (typeof SOURCES)[number];

/** The picture of one measure; axes follow the signals `from`, `to`, `bottom` and `top`. With `log` no row may be 0 or less. */
export function curvesSpec(log: boolean): TopLevelSpec {
  const x = {
    field: "x",
    type: "quantitative" as const,
    title: "epoch",
    scale: { domainMin: { expr: "from" }, domainMax: { expr: "to" }, nice: false, zero: false },
    axis: { tickMinStep: 1, tickCount: 8, format: "d", grid: false },
  };
  const y = {
    field: "y",
    type: "quantitative" as const,
    title: null,
    scale: {
      ...(log ? { type: "log" as const } : { zero: false }),
      domainMin: { expr: "bottom" },
      domainMax: { expr: "top" },
      nice: false,
    },
    axis: { tickCount: 6 },
  };
  const asItIs = (field: string) => ({ field, type: "nominal" as const, scale: null, legend: null });
  const line = (name: Source, width: number, opacity: number) => ({
    data: { name },
    mark: { type: "line" as const, strokeWidth: width, opacity, clip: true, strokeJoin: "round" as const },
    encoding: { detail: { field: "line" }, stroke: asItIs("colour"), strokeDash: asItIs("dash") },
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: 300,
    height: 150,
    padding: { left: 2, right: 8, top: 6, bottom: 2 },
    autosize: { type: "fit", contains: "padding" },
    background: "transparent",
    config: { aria: false, view: { stroke: null } },
    params: [
      { name: "ruleColour", value: "#888888" },
      { name: "from", value: 1 },
      { name: "to", value: 2 },
      { name: "bottom", value: 0.1 },
      { name: "top", value: 1 },
    ],
    encoding: { x, y },
    layer: [
      {
        data: { name: "bands" },
        mark: { type: "area" as const, opacity: 0.18, clip: true },
        encoding: { y2: { field: "y2" }, detail: { field: "line" }, fill: asItIs("colour") },
      },
      line("seeds", 1, 0.45),
      line("means", 2, 1),
      {
        data: { name: "reading" },
        mark: { type: "rule" as const, color: { expr: "ruleColour" }, strokeWidth: 1, clip: true },
        encoding: { y: null as never },
      },
      {
        data: { name: "reading" },
        mark: { type: "point" as const, filled: true, size: 40, opacity: 1, clip: true },
        encoding: { fill: asItIs("colour") },
      },
    ],
  } as TopLevelSpec;
}
