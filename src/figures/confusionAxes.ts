import type { ConfusionPayload } from "../common/payloads/confusion";
import { classTotals } from "../common/payloads/confusionOrder";
import { printable } from "../common/payloads/printable";
import { fitText, textWidth } from "./textWidth";
import type { Theme } from "./theme";

/** Narrower figures have no room for names on both sides and a legend beside them, px. */
export const ROOMY = 480;
/** Names get this share of a figure's width, and no more than they need; in a narrow one columns are numbered. */
const SHARE = { roomy: 0.3, narrow: 0.36 };
const LONGEST = 240;
/** What stands beside the names: the axis's title and gaps, px. */
const BESIDE_NAMES = 20;

type Labelled = Pick<ConfusionPayload, "classes" | "counts">;

/** vega-lite gives a gradient of steps no size of its own, so both have it from here; beneath a plot one stands under the other. */
export function legendConfig({ config }: Theme, narrow: boolean, extent: number): object {
  return {
    ...(config.legend as object),
    gradientLength: narrow ? Math.min(200, Math.max(100, extent)) : Math.max(80, Math.min(150, extent / 2 - 30)),
    gradientThickness: narrow ? 7 : 10,
    ...(narrow ? { layout: { bottom: { anchor: "start", direction: "vertical", margin: 6 } } } : {}),
  };
}

/** Side of a cell, px: in steps that keep the edges of large ones sharp on a screen. */
export function pitchFor(room: number): number {
  return Math.min(64, room < 8 ? Math.max(0.5, Math.floor(room * 10) / 10) : Math.floor(room * 2) / 2);
}

/** Rows and columns of an n × n matrix as positions. */
export function placeAmong(n: number) {
  return { type: "quantitative" as const, axis: null, scale: { domain: [0, n], nice: false, zero: false } };
}

/** Labels of rows and columns: names where a line of text fits a cell, else numbers. @param within width of the whole figure where it has a limit, px */
export function axesOf(
  order: readonly number[],
  { classes, counts }: Labelled,
  pitch: number,
  theme: Theme,
  within: number,
): [AxisLabels, AxisLabels] {
  const narrow = within < ROOMY;
  const longest = Math.min(LONGEST, within * SHARE[narrow ? "narrow" : "roomy"]);
  // Whether names fit follows from the figure's width where that is given: the side is what is looked for then.
  const named = pitch >= theme.small && (!narrow || order.length * theme.small + longest + 2 * BESIDE_NAMES <= within);
  if (!named) return numberLabels(order, pitch, theme);
  const labels = nameLabels(order, classes, counts, pitch, theme, longest);
  if (narrow) numberColumns(labels, order, pitch, theme);
  return labels;
}

/** The line around the cells. */
export function frameLayer(extent: number, { palette }: Theme) {
  return {
    data: { values: [{}] },
    mark: {
      type: "rect" as const,
      fill: null,
      stroke: palette.muted,
      strokeWidth: 0.75,
      x: 0,
      y: 0,
      x2: extent,
      y2: extent,
    },
  };
}

/** Lines around the blocks on the diagonal. */
export function blockLayers(
  blocks: readonly { readonly from: number; readonly to: number }[],
  pitch: number,
  { palette }: Theme,
) {
  return blocks.map(({ from, to }) => ({
    data: { values: [{}] },
    mark: {
      type: "rect" as const,
      fill: null,
      stroke: palette.text,
      strokeWidth: 1,
      x: from * pitch,
      y: from * pitch,
      x2: (to + 1) * pitch,
      y2: (to + 1) * pitch,
    },
  }));
}

/** Labels and the two axes' titles. */
export function axisLayers(
  labels: readonly [AxisLabels, AxisLabels],
  place: ReturnType<typeof placeAmong>,
  extent: number,
  theme: Theme,
) {
  const { palette } = theme;
  return [
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
      { text: "true class", x: -labels[0].room - 14, y: extent / 2, angle: -90 },
      {
        text: labels[1].numbered ? "predicted class (number in the table)" : "predicted class",
        x: extent / 2,
        y: extent + labels[1].room + 16,
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
  ];
}

export interface AxisLabels {
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
