import { mix, readable, readColour } from "./colour";
import type { Rgb } from "./colour";

/** What every chart is drawn with, as the editor's theme has it at this moment. */
export interface ChartColours {
  readonly ground: Rgb;
  readonly text: Rgb;
  readonly muted: Rgb;
  /** Grid lines. */
  readonly line: Rgb;
  /** The line under the pointer. */
  readonly rule: Rgb;
  readonly font: string;
}

export function readChartColours(root: HTMLElement): ChartColours {
  const ground = readColour(root, "var(--hgl-ground)") ?? [255, 255, 255];
  const text = readColour(root, "var(--hgl-text)") ?? [0, 0, 0];
  return {
    ground,
    text,
    muted: readable(readColour(root, "var(--hgl-muted)") ?? text, ground, text, 3),
    line: mix(ground, text, 0.13),
    rule: mix(ground, text, 0.45),
    font: getComputedStyle(root).fontFamily || "sans-serif",
  };
}
