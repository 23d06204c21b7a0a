import { mix } from "../frame/colour";
import type { Rgb } from "../frame/colour";
import type { Grid } from "./grid";

/** What the strongest colour stands for: the largest weight between joints, of the whole map, or of all blocks. */
export const RANGES = ["between", "map", "blocks"] as const;
export type Range = (typeof RANGES)[number];

/** How values become levels of colour, -1 to 1. */
export interface Scale {
  /** The value of the strongest colour. */
  readonly max: number;
  readonly signed: boolean;
  /** Levels are roots: small values are told from nothing. */
  readonly lifted: boolean;
  /** Some values are beyond. */
  readonly beyond: boolean;
}

export function scaleOf(grid: Grid, all: readonly Grid[], range: Range, lifted: boolean): Scale {
  const among = range === "blocks" ? all : [grid];
  const size = (one: Grid): number =>
    range === "between" && one.ofJoints && one.largestBetween > 0 ? one.largestBetween : one.largest;
  const max = Math.max(...among.map(size));
  return { max, signed: among.some(({ map }) => map.signed), lifted, beyond: grid.largest > max * (1 + 1e-9) };
}

export function levelOf({ max, lifted }: Scale, value: number): number {
  if (max <= 0) return 0;
  const share = Math.min(1, Math.abs(value) / max);
  return Math.sign(value) * (lifted ? Math.sqrt(share) : share);
}

/** The value that a level stands for. */
export function valueOf({ max, lifted }: Scale, level: number): number {
  return Math.sign(level) * (lifted ? level * level : Math.abs(level)) * max;
}

/** Colours of levels: nothing is the ground, more is farther from it in lightness too, less than nothing goes another way. */
export interface Ramp {
  readonly ground: Rgb;
  readonly more: Rgb;
  readonly less: Rgb;
  readonly text: Rgb;
}

export function colourOf({ ground, more, less, text }: Ramp, level: number): Rgb {
  const size = Math.min(1, Math.abs(level));
  const hue = level < 0 ? less : more;
  return size < 0.7 ? mix(ground, hue, size / 0.7) : mix(hue, text, ((size - 0.7) / 0.3) * 0.4);
}

const STEPS = 255;

/** The colours of a ramp by level, for pictures of many cells: RGB of levels from -1 to 1 in steps of 1/255. */
export function tableOf(ramp: Ramp): Uint8ClampedArray {
  const table = new Uint8ClampedArray(3 * (2 * STEPS + 1));
  for (let i = -STEPS; i <= STEPS; i++) table.set(colourOf(ramp, i / STEPS), 3 * (i + STEPS));
  return table;
}

/** A map's picture, a pixel for each cell, RGBA; `order` is that of its rows and columns where it is not their own. */
export function pixelsOf(
  grid: Grid,
  scale: Scale,
  table: Uint8ClampedArray,
  order?: readonly number[],
): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns } = grid;
  const pixels = new Uint8ClampedArray(4 * rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = grid.at(order ? order[row]! : row, order ? order[column]! : column);
      const from = 3 * (Math.round(levelOf(scale, value) * STEPS) + STEPS);
      const to = 4 * (row * columns + column);
      for (let i = 0; i < 3; i++) pixels[to + i] = table[from + i]!;
      pixels[to + 3] = 255;
    }
  return pixels;
}
