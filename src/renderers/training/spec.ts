import type { TopLevelSpec } from "vega-lite";

/** A row of the data sources `steps`, `train`, `validation` and `reading`; `run` is the run's place in the payload. */
export interface ChartRow {
  /** In epochs. */
  readonly x: number;
  readonly y: number;
  readonly run: number;
}

export const SOURCES = ["steps", "train", "validation", "reading"] as const;
export type Source = (typeof SOURCES)[number];

/** What is measured at each step of the training part alone. */
export const STEP_MEASURES = ["lr", "gradNorm", "clipsPerSecond"] as const;
export type StepMeasure = (typeof STEP_MEASURES)[number];
export type Measure = "loss" | "accuracy" | StepMeasure;

export function isStepMeasure(measure: Measure): measure is StepMeasure {
  return measure !== "loss" && measure !== "accuracy";
}

/** Whether a logarithmic axis suits it: shares and speeds are read from zero. */
export function hasLogAxis(measure: Measure): boolean {
  return measure !== "accuracy" && measure !== "clipsPerSecond";
}

const TITLES: Record<Measure, string> = {
  loss: "loss",
  accuracy: "top-1 (%)",
  lr: "learning rate",
  gradNorm: "gradient norm",
  clipsPerSecond: "clips/s",
};

function scaleOf(measure: Measure, log: boolean): object {
  if (log) return { type: "log", nice: true };
  if (measure === "loss") return { zero: false, nice: true, domainMax: { expr: "ceiling" } };
  return measure === "accuracy" ? { domain: [0, 100] } : { zero: true, nice: true };
}

/**
 * A chart that grows: its data sources are empty and filled by the view, and what changes with the theme or the run is a signal.
 * `lit` is the run that stands out, -1 for none. With `log` no row may be 0 or less.
 */
export function chartSpec(measure: Measure, log = false): TopLevelSpec {
  const x = {
    field: "x",
    type: "quantitative" as const,
    title: "epoch",
    scale: { domainMin: 0, domainMax: { expr: "epochs" }, nice: false, zero: true },
    axis: { tickMinStep: 1, tickCount: 6, format: "d", grid: false },
  };
  const y = {
    field: "y",
    type: "quantitative" as const,
    title: TITLES[measure],
    scale: scaleOf(measure, log),
    axis: { tickCount: 5 },
  };
  const detail = { field: "run", type: "nominal" as const };
  const standing = (value: number) => ({
    condition: { test: "lit < 0 || datum.run === lit", value },
    value: value / 5,
  });
  const line = (name: Source, colour: string, dash: readonly number[]) => ({
    data: { name },
    mark: {
      type: "line" as const,
      color: { expr: colour },
      strokeWidth: { expr: "thick" },
      strokeDash: [...dash],
      strokeJoin: "round" as const,
      point: { color: { expr: colour }, size: { expr: "dot" }, filled: true },
    },
    encoding: { detail, opacity: standing(1) },
  });
  // Beside the means of epochs the steps are faint; where there are no means, they are what is read.
  const ofSteps = {
    data: { name: "steps" },
    mark: {
      type: "line" as const,
      color: { expr: "trainColour" },
      strokeWidth: isStepMeasure(measure) ? 1.25 : 1,
      clip: true,
    },
    encoding: { detail, opacity: standing(isStepMeasure(measure) ? 1 : 0.4) },
  };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: 300,
    height: 150,
    padding: { left: 2, right: 8, top: 6, bottom: 2 },
    autosize: { type: "fit", contains: "padding" },
    background: "transparent",
    config: { aria: false, view: { stroke: null } },
    params: [
      { name: "trainColour", value: "#0072b2" },
      { name: "validationColour", value: "#d55e00" },
      { name: "ruleColour", value: "#888888" },
      { name: "epochs", value: 1 },
      { name: "thick", value: 1.75 },
      { name: "dot", value: 12 },
      { name: "lit", value: -1 },
      { name: "ceiling", value: 1 },
    ],
    encoding: { x, y },
    layer: [
      ...(measure === "accuracy" ? [] : [ofSteps]),
      ...(isStepMeasure(measure)
        ? []
        : [line("train", "trainColour", [1, 0]), line("validation", "validationColour", [4, 3])]),
      {
        data: { name: "reading" },
        mark: { type: "rule" as const, color: { expr: "ruleColour" }, strokeWidth: 1 },
        encoding: { y: null as never },
      },
      {
        data: { name: "reading" },
        mark: {
          type: "point" as const,
          filled: true,
          size: 40,
          opacity: 1,
          color: { expr: "datum.validation ? validationColour : trainColour" },
        },
      },
    ],
  } as TopLevelSpec;
}
