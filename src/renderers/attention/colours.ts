import { css, mix, readable, readColour } from "../frame/colour";
import type { Rgb } from "../frame/colour";
import { categorical } from "../frame/palette";
import { tableOf } from "./scale";
import type { Ramp } from "./scale";

/** Colours of the maps and the body as the editor's theme has them at this moment. */
export interface Colours {
  readonly ramp: Ramp;
  /** Of the ramp, see `tableOf`. */
  readonly table: Uint8ClampedArray;
  readonly ground: string;
  /** Lines of the ground under the body. */
  readonly grid: string;
  readonly bone: string;
  /** Of a body that the map is not about. */
  readonly otherBone: string;
  /** Around cells that are bones. */
  readonly outline: string;
  /** Between the parts of the body. */
  readonly line: string;
  readonly text: string;
  readonly focus: string;
  readonly font: string;
}

export function readColours(root: HTMLElement): Colours {
  const ground = readColour(root, "var(--hgl-ground)") ?? [255, 255, 255];
  const text = readColour(root, "var(--hgl-text)") ?? [0, 0, 0];
  const hue = (index: number): Rgb => readable(categorical(index, ground), ground, text, 3);
  const ramp = { ground, more: hue(0), less: hue(1), text };
  return {
    ramp,
    table: tableOf(ramp),
    ground: css(ground),
    grid: css(mix(ground, text, 0.13)),
    bone: css(mix(ground, text, 0.42)),
    otherBone: css(mix(ground, text, 0.24)),
    outline: css(mix(ground, text, 0.62)),
    line: css(mix(ground, text, 0.2)),
    text: css(text),
    focus: css(text),
    font: `11px ${getComputedStyle(root).fontFamily || "sans-serif"}`,
  };
}
