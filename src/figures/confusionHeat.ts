import type { TopLevelSpec } from "vega-lite";
import type { ConfusionPayload } from "../common/payloads/confusion";
import {
  axesOf,
  axisLayers,
  blockLayers,
  frameLayer,
  legendConfig,
  pitchFor,
  placeAmong,
  ROOMY,
} from "./confusionAxes";
import { textWidth } from "./textWidth";
import { themeFor } from "./theme";
import type { Theme } from "./theme";

/** Sizes and colours of a matrix. */
export interface HeatOptions {
  /** Side of the square of cells, px; labels and legend come on top. */
  readonly side?: number;
  /** Width of the whole figure where it has a limit, px: below 480 the columns are numbered and the legends lie beneath. */
  readonly within?: number;
  readonly theme?: Theme;
}

/** A filled cell. */
export interface HeatCell {
  readonly row: number;
  readonly column: number;
  /** At least 0, on the scale of its ramp. */
  readonly value: number;
  readonly ramp: "blue" | "orange";
  readonly text: string;
}

/** One of the two ramps: what its colours mean, and the eight values where they change. */
interface Ramp {
  readonly title: string;
  readonly steps: readonly number[];
  /** Cells without numbers have a dot, so that the two ramps stay apart in grey. */
  readonly dotted?: boolean;
}

export interface Heat {
  /** Class index of each row and column. */
  readonly order: readonly number[];
  readonly blocks: readonly { readonly from: number; readonly to: number }[];
  readonly cells: readonly HeatCell[];
  readonly ramps: Readonly<Record<HeatCell["ramp"], Ramp>>;
  /** d3 format of the legend's numbers. */
  readonly format: string;
}

/** Rows are true classes, columns predictions; cells that are not among `cells` stay empty. */
export function heatSpec(
  payload: Pick<ConfusionPayload, "classes" | "counts">,
  { order, blocks, cells, ramps, format }: Heat,
  { side = 460, within = Infinity, theme = themeFor() }: HeatOptions,
): TopLevelSpec {
  const narrow = within < ROOMY;
  const { palette } = theme;
  const n = order.length;
  const pitch = pitchFor(side / n);
  const extent = pitch * n;
  const labels = axesOf(order, payload, pitch, theme, within);
  const place = placeAmong(n);
  const widest = cells.reduce((width, cell) => Math.max(width, textWidth(cell.text, theme.small)), 0);
  const numbers = pitch >= theme.small * 1.5 && widest <= pitch - 3;
  const heat = (ramp: HeatCell["ramp"]) => ({
    data: {
      values: cells.filter((cell) => cell.ramp === ramp).map(({ row, column, value }) => ({ row, column, value })),
    },
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
          domain: [...ramps[ramp].steps],
          range: [...(ramp === "blue" ? palette.correct : palette.confused)],
        },
        legend: {
          title: ramps[ramp].dotted && !numbers ? `${ramps[ramp].title}, dotted` : ramps[ramp].title,
          format,
          labelOverlap: "greedy" as const,
          ...(narrow
            ? { orient: "bottom" as const, direction: "horizontal" as const, offset: labels[1].room + 26 }
            : {}),
        },
      },
    },
  });
  const isStrong = ({ ramp, value }: HeatCell): boolean =>
    ramps[ramp].steps.filter((step) => value >= step).length >= 5;
  const inks = ([true, false] as const).map((strong) => ({
    data: {
      values: cells.filter((cell) => isStrong(cell) === strong).map(({ row, column, text }) => ({ row, column, text })),
    },
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
  }));
  const dots = (["blue", "orange"] as const)
    .filter((ramp) => ramps[ramp].dotted)
    .map((ramp) =>
      dotLayer(
        cells.filter((cell) => cell.ramp === ramp),
        pitch,
        palette.text,
        place,
      ),
    );
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: extent,
    height: extent,
    config: { ...theme.config, legend: legendConfig(theme, narrow, extent) },
    resolve: { scale: { color: "independent" } },
    layer: [
      frameLayer(extent, theme),
      heat("blue"),
      heat("orange"),
      ...(numbers ? inks : dots),
      ...blockLayers(blocks, pitch, theme),
      ...axisLayers(labels, place, extent, theme),
    ],
  } as TopLevelSpec;
}

function dotLayer(cells: readonly HeatCell[], pitch: number, fill: string, place: ReturnType<typeof placeAmong>) {
  return {
    data: { values: cells.map(({ row, column }) => ({ x: column + 0.5, y: row + 0.5 })) },
    mark: { type: "circle" as const, fill, opacity: 1, strokeWidth: 0, size: (pitch * 0.22) ** 2 },
    encoding: {
      x: { ...place, field: "x" },
      y: { ...place, field: "y", scale: { ...place.scale, reverse: true } },
    },
  };
}
