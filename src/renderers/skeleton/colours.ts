import { css, mix, readable, readColour } from "../frame/colour";
import type { Rgb } from "../frame/colour";
import { categorical } from "../frame/palette";

/** Colours of the player as CSS, as the editor's theme has them at this moment. */
export interface Colours {
  readonly ground: string;
  readonly grid: string;
  readonly shadow: string;
  readonly focus: string;
  /** By body (the first, every other) and part. */
  readonly parts: readonly [readonly string[], readonly string[]];
}

export function readColours(root: HTMLElement, parts: number): Colours {
  const ground = readColour(root, "var(--hgl-ground)") ?? [255, 255, 255];
  const text = readColour(root, "var(--hgl-text)") ?? [0, 0, 0];
  const own = Array.from({ length: parts }, (_, part): Rgb => readable(categorical(part, ground), ground, text, 3));
  return {
    ground: css(ground),
    grid: css(mix(ground, text, 0.16)),
    shadow: css(mix(ground, text, 0.2)),
    focus: css(text),
    parts: [own.map(css), own.map((colour) => css(mix(colour, ground, 0.5)))],
  };
}
