import type { Config } from "vega-lite";
import { paletteFor } from "./palette";
import type { Palette, Scheme } from "./palette";

/** CSS pixels in a millimetre and in a point: figures are laid out at 96 px to the inch. */
const PX_PER_MM = 96 / 25.4;
const PX_PER_PT = 96 / 72;

export const mm = (value: number): number => value * PX_PER_MM;
export const pt = (value: number): number => value * PX_PER_PT;

/** Text widths are those of Helvetica (`textWidth.ts`), and every family here has the same advance widths. */
export const FIGURE_FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

export interface Theme {
  readonly scheme: Scheme;
  readonly palette: Palette;
  /** Point sizes; nothing in a figure is set below `small`, and `small` is never below 6 pt. */
  readonly text: number;
  readonly small: number;
  readonly config: Config;
}

/** A paper's figure: transparent ground, hairline axes, no title inside the picture. Sizes are in points. */
export function themeFor(scheme: Scheme = "light", text = 8, small = 7): Theme {
  const palette = paletteFor(scheme);
  const [label, minor] = [pt(Math.max(6, text)), pt(Math.max(6, small))];
  const config: Config = {
    background: "transparent",
    font: FIGURE_FONT,
    padding: 4,
    view: { stroke: null },
    aria: false,
    axis: {
      labelColor: palette.muted,
      titleColor: palette.text,
      labelFontSize: minor,
      titleFontSize: label,
      titleFontWeight: "normal",
      titlePadding: 6,
      labelPadding: 4,
      domainColor: palette.muted,
      domainWidth: 0.75,
      tickColor: palette.muted,
      tickWidth: 0.75,
      tickSize: 3,
      grid: true,
      gridColor: palette.rule,
      gridWidth: 0.5,
    },
    legend: {
      labelColor: palette.text,
      titleColor: palette.text,
      labelFontSize: minor,
      titleFontSize: minor,
      titleFontWeight: "normal",
      symbolStrokeWidth: 1.75,
      labelLimit: 0,
    },
    range: { category: [...palette.categorical] },
    line: { strokeWidth: 1.75 },
    text: { fill: palette.text, fontSize: minor },
  };
  return { scheme, palette, text: label, small: minor, config };
}
