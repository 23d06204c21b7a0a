import { mix, readable, readColour } from "../frame/colour";
import type { Rgb } from "../frame/colour";

/** Colours of the charts, as the editor's theme has them at this moment; each stands off the ground. */
export interface ChartColours {
  readonly text: Rgb;
  readonly muted: Rgb;
  /** Grid lines. */
  readonly line: Rgb;
  /** The line under the pointer. */
  readonly rule: Rgb;
  readonly train: Rgb;
  readonly validation: Rgb;
  readonly font: string;
}

export function readColours(root: HTMLElement): ChartColours {
  const ground = readColour(root, "var(--hgl-ground)") ?? [255, 255, 255];
  const text = readColour(root, "var(--hgl-text)") ?? [0, 0, 0];
  const read = (name: string, otherwise: Rgb): Rgb =>
    readable(readColour(root, `var(--hgl-${name})`) ?? otherwise, ground, text, 3);
  return {
    text,
    muted: read("muted", text),
    line: mix(ground, text, 0.13),
    rule: mix(ground, text, 0.45),
    train: read("blue", [0, 114, 178]),
    validation: read("orange", [213, 94, 0]),
    font: getComputedStyle(root).fontFamily || "sans-serif",
  };
}
