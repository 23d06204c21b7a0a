import { classMark } from "../../common/payloads/classMark";
import { css, mix, readable, readColour } from "../frame/colour";
import type { Rgb } from "../frame/colour";
import { categorical } from "../frame/palette";

/** Colours of the view as CSS, as the editor's theme has them at this moment. */
export interface Looks {
  readonly ground: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly focus: string;
  /** Points that a search has not found. */
  readonly faint: string;
  readonly classes: readonly string[];
  readonly font: string;
}

export function readLooks(root: HTMLElement, classes: number): Looks {
  const ground = readColour(root, "var(--hgl-ground)") ?? [255, 255, 255];
  const text = readColour(root, "var(--hgl-text)") ?? [0, 0, 0];
  return {
    ground: css(ground),
    text: css(text),
    muted: css(readColour(root, "var(--hgl-muted)") ?? text),
    grid: css(mix(ground, text, 0.2)),
    focus: css(readColour(root, "var(--hgl-focus)") ?? text),
    faint: css(mix(ground, text, 0.25)),
    classes: Array.from({ length: classes }, (_, label) => css(classColour(label, ground, text))),
    font: getComputedStyle(root).fontFamily,
  };
}

function classColour(label: number, ground: Rgb, text: Rgb): Rgb {
  const { colour, tone } = classMark(label);
  const own = categorical(colour, ground);
  return readable(tone === 0 ? own : mix(own, tone === 1 ? text : ground, 0.4), ground, text, tone === 2 ? 2 : 3);
}

/** Radius of a mark in px: small where there are many. */
export function markRadius(points: number): number {
  return points > 1500 ? 2.5 : points > 400 ? 3.25 : 4.5;
}
