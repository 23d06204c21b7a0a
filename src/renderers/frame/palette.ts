import { luminance } from "./colour";
import type { Rgb } from "./colour";

/** Okabe and Ito's colours for light and for dark grounds, in the order of `figures/palette.ts`: what a screen shows and what a paper prints agree. */
export const CATEGORICAL = {
  light: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4d4d4d"],
  dark: ["#4aa8e0", "#ff8c3c", "#2bc79a", "#e3a0c4", "#f2b632", "#9ad4f5", "#bfbfbf"],
} as const;

/** Colour number `index`, for drawing on `ground`; they repeat after the seventh. */
export function categorical(index: number, ground: Rgb): Rgb {
  const colours = CATEGORICAL[luminance(ground) < 0.25 ? "dark" : "light"];
  const value = Number.parseInt(colours[index % colours.length]!.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
