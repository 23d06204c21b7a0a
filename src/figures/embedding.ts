import type { TopLevelSpec } from "vega-lite";
import { classMark, MARK_PATHS } from "../common/payloads/classMark";
import { isMistake, type EmbeddingPayload, type EmbeddingPoint } from "../common/payloads/embedding";
import { printable } from "../common/payloads/printable";
import { namesBeside, type Label, type Spot } from "./medoids";
import { mixHex } from "./palette";
import { fitText, textWidth } from "./textWidth";
import { themeFor, type Theme } from "./theme";

export interface EmbeddingOptions {
  /** Of the plot area, px. */
  readonly width?: number;
  readonly height?: number;
  readonly theme?: Theme;
}

/** Share of the plot's width that a name in it may take; longer ones go to the legend, where they are whole. */
const LONGEST_NAME = 0.4;
/** More names than these would hide the points. */
const MOST_NAMES = 24;
const EDGE = 8;

/**
 * Points of a feature space in two dimensions, one unit alike on both axes. Each class has its name at its medoid where all names find room;
 * else its number, and the names stand in a legend. Rings mark mistakes.
 */
export function embeddingSpec(payload: EmbeddingPayload, options: EmbeddingOptions = {}): TopLevelSpec {
  const { width = 460, theme = themeFor() } = options;
  const { height = Math.round(width * 0.8) } = options;
  const { palette, small } = theme;
  const { points } = payload;
  const shown = [...new Set(points.map(({ label }) => label))].sort((a, b) => a - b);
  const nameOf = (label: number): string => printable(payload.classes[label]!) || "unnamed";
  const axes = domains(points, width, height);
  const at = ({ plane: [x, y] }: EmbeddingPoint): Spot => ({
    x: ((x - axes.x[0]) / (axes.x[1] - axes.x[0])) * width,
    y: ((axes.y[1] - y) / (axes.y[1] - axes.y[0])) * height,
  });
  const clouds = shown.map((label) => ({
    label,
    spots: points.filter((point) => point.label === label).map(at),
  }));
  const named = clouds.map(({ label, spots }) => ({ text: nameOf(label), spots }));
  const fits = named.length <= MOST_NAMES && named.every(({ text }) => textWidth(text, small) <= LONGEST_NAME * width);
  const paper = { width, height, size: small };
  const names = fits ? namesBeside(named, paper) : undefined;
  const labels =
    names ??
    namesBeside(
      clouds.map(({ label, spots }) => ({ text: String(label + 1), spots })),
      { ...paper, always: true },
    )!;

  const keys = shown.map((label) => (names ? nameOf(label) : `${label + 1}  ${nameOf(label)}`));
  const widest = Math.max(...keys.map((key) => textWidth(key, small)));
  const columns = Math.max(1, Math.floor((width + 40) / (Math.min(widest, width) + 30)));
  const legend = {
    ...{ title: null, orient: "bottom" as const, direction: "vertical" as const, columns, offset: 6 },
    ...{ symbolLimit: shown.length, symbolStrokeWidth: 0, rowPadding: 1, columnPadding: 12 },
    values: shown.map((_, i) => i),
    labelExpr: `${JSON.stringify(keys.map((key) => fitText(key, small, width)))}[datum.value]`,
  };
  const scaled = <T>(range: readonly T[]) => ({ domain: shown.map((_, i) => i), range });
  const colours = shown.map((label) => {
    const { colour, tone } = classMark(label);
    const own = palette.categorical[colour]!;
    return tone === 0 ? own : mixHex(own, tone === 1 ? palette.text : palette.background, 0.4);
  });
  const axis = (title: string) => ({ title, labels: false, ticks: false, domain: false, tickCount: 5 });
  const rows = points.map((point) => ({
    x: point.plane[0],
    y: point.plane[1],
    class: shown.indexOf(point.label),
    wrong: isMistake(point),
    text: point.modality === "text",
  }));
  const size = points.length > 1000 ? 12 : points.length > 250 ? 20 : 32;
  const encoding = {
    color: { field: "class", type: "nominal" as const, scale: scaled(colours), legend: names ? null : legend },
    shape: {
      field: "class",
      type: "nominal" as const,
      scale: scaled(shown.map((label) => MARK_PATHS[classMark(label).shape])),
      legend: names ? null : legend,
    },
  };
  const [across, up] = axisTitles(payload);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    config: { ...theme.config, view: { stroke: palette.rule } },
    width,
    height,
    data: { values: rows },
    encoding: {
      x: { field: "x", type: "quantitative", scale: { domain: axes.x, nice: false, zero: false }, axis: axis(across) },
      y: { field: "y", type: "quantitative", scale: { domain: axes.y, nice: false, zero: false }, axis: axis(up) },
    },
    layer: [
      {
        transform: [{ filter: "!datum.text" }],
        mark: { type: "point", filled: true, opacity: 0.85, size, strokeWidth: 0 },
        encoding,
      },
      {
        transform: [{ filter: "datum.wrong" }],
        mark: { type: "point", shape: "circle", filled: false, size: 4.5 * size, strokeWidth: 0.9, opacity: 1 },
        encoding: { color: { value: palette.text } },
      },
      {
        transform: [{ filter: "datum.text" }],
        mark: { type: "point", shape: "diamond", filled: false, size: 4 * size, strokeWidth: 1.6, opacity: 1 },
        encoding: { color: encoding.color },
      },
      ...labels.map((label) =>
        textAt(label, { stroke: palette.background, strokeWidth: 3, strokeJoin: "round" }, small),
      ),
      ...labels.map((label) => textAt(label, { fill: palette.text }, small)),
    ],
  } as unknown as TopLevelSpec;
}

function textAt({ text, x, y }: Label, look: object, fontSize: number): object {
  return {
    data: { values: [{}] },
    mark: { type: "text", text, fontSize, ...look },
    encoding: { x: { value: x }, y: { value: y } },
  };
}

/** "PC 1 (41.3 % of variance)", or "UMAP 1". */
export function axisTitles({ projection, explained }: EmbeddingPayload): [string, string] {
  const title = (axis: 0 | 1): string =>
    projection === "pca"
      ? `PC ${axis + 1}${explained ? ` (${(100 * explained[axis]!).toFixed(1)} % of variance)` : ""}`
      : `UMAP ${axis + 1}`;
  return [title(0), title(1)];
}

/** Ranges of both axes that hold all points, with room for marks at the edge, one unit as long across as up. */
function domains(points: readonly EmbeddingPoint[], width: number, height: number) {
  const spanOf = (axis: 0 | 1) => {
    let [from, to] = [Infinity, -Infinity];
    for (const { plane } of points) [from, to] = [Math.min(from, plane[axis]), Math.max(to, plane[axis])];
    return { middle: (from + to) / 2, size: to - from };
  };
  const [x, y] = [spanOf(0), spanOf(1)];
  const unit = Math.max(x.size / (width - 2 * EDGE), y.size / (height - 2 * EDGE)) || 1 / width;
  const range = (middle: number, px: number): [number, number] => [middle - (unit * px) / 2, middle + (unit * px) / 2];
  return { x: range(x.middle, width), y: range(y.middle, height) };
}
