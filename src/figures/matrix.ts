import type { Palette } from "./palette";
import { fitText, textWidth } from "./textWidth";
import { FIGURE_FONT, pt } from "./theme";
import { escapeXml, roundNumbers } from "./xml";

/** Text of headings and of ticks, px. */
export const HEADING = pt(7);
export const TICK = pt(6);

/** A matrix as it is drawn: [rows, columns]. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/**
 * Which colour a value has: steps of one ramp for more than nothing, of another, as smaller squares, for less, so that the sign is seen in
 * grey too. What is next to nothing is not drawn.
 */
export interface MatrixScale {
  /** Values from which on each step of the ramp is reached, ascending, above 0 where there is a sign. */
  readonly steps: readonly number[];
  readonly signed: boolean;
}

/** Finer at the low end, where most values are; shares of the largest. */
const SIGNED_STEPS = [0.03, 0.08, 0.14, 0.22, 0.32, 0.44, 0.58, 0.74, 0.9];
/** How much smaller the square of a negative value is, on each side. */
const INSET = 0.24;

/** For values around 0: as far down as up. */
export function signedScale(matrices: readonly Matrix[]): MatrixScale {
  const most = extremes(matrices).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return { signed: true, steps: SIGNED_STEPS.map((share) => share * (most || 1)) };
}

/** For values that are all above 0: nine equal steps from the least to the largest. */
export function plainScale(matrices: readonly Matrix[]): MatrixScale {
  const [least, most] = extremes(matrices);
  const step = (most! - least!) / 9 || 1;
  return { signed: false, steps: Array.from({ length: 9 }, (_, i) => least! + i * step) };
}

function extremes(matrices: readonly Matrix[]): number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const { values } of matrices)
    for (let at = 0; at < values.length; at++) {
      least = Math.min(least, values[at]!);
      most = Math.max(most, values[at]!);
    }
  return Number.isFinite(least) ? [least, most] : [0, 0];
}

/** One path for each colour, in a square of `side` px at the origin. */
export function drawMatrix(matrix: Matrix, side: number, { steps, signed }: MatrixScale, palette: Palette): string {
  const { rows, columns, values } = matrix;
  const paths = new Map<string, string>();
  const add = (colour: string, d: string) => paths.set(colour, (paths.get(colour) ?? "") + d);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!;
      const level = levelOf(signed ? Math.abs(value) : value, steps);
      if (level < 0) continue;
      if (signed && value < 0) {
        const size = number(1 - 2 * INSET);
        add(palette.correct[level]!, `M${number(column + INSET)} ${number(row + INSET)}h${size}v${size}h-${size}z`);
        continue;
      }
      let run = 1;
      const same = (next: number) => levelOf(next, steps) === level && !(signed && next < 0);
      while (column + run < columns && same(values[row * columns + column + run]!)) run++;
      add(palette.confused[level]!, `M${column} ${row}h${run}v1h-${run}z`);
      column += run - 1;
    }
  const drawn = [...paths]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([colour, d]) => `<path fill="${colour}" d="${d}"/>`);
  const scale = `scale(${fine(side / columns)},${fine(side / rows)})`;
  return `<g transform="${scale}" shape-rendering="crispEdges">${drawn.join("")}</g>`;
}

function levelOf(value: number, steps: readonly number[]): number {
  let level = -1;
  while (level + 1 < steps.length && value >= steps[level + 1]!) level++;
  return level;
}

/** The ramps as they are, with what their ends stand for; as wide as needed. */
export function drawScale(
  { steps, signed }: MatrixScale,
  most: number,
  { x, y, palette, words }: { readonly x: number; readonly y: number; readonly palette: Palette; readonly words: (value: number) => string }, // prettier-ignore
): string {
  const [size, height] = [11, 9];
  let at = x;
  let svg = "";
  const label = (value: string) => {
    svg += textAt(value, at, y + 8, { size: HEADING, fill: palette.text });
    at += textWidth(value, HEADING) + 4;
  };
  const swatch = (colour: string, inset: number) => {
    svg += `<rect x="${number(at + inset * size)}" y="${number(y + inset * height)}" width="${number(size * (1 - 2 * inset))}" height="${number(height * (1 - 2 * inset))}" fill="${colour}"/>`;
    at += size;
  };
  if (signed) {
    label(`−${words(most)}`);
    steps.forEach((_, i) => swatch(palette.correct[steps.length - 1 - i]!, INSET));
    at += 4;
    label("0");
  } else label(words(steps[0]!));
  steps.forEach((_, i) => swatch(palette.confused[i]!, 0));
  at += 4;
  label(words(most));
  return svg;
}

interface TextStyle {
  readonly size: number;
  readonly fill: string;
  readonly anchor?: "start" | "middle" | "end";
  /** Degrees about its own place. */
  readonly turn?: number;
}

export function textAt(words: string, x: number, y: number, { size, fill, anchor = "start", turn }: TextStyle): string {
  const place = `x="${number(x)}" y="${number(y)}"`;
  const turned = turn === undefined ? "" : ` transform="rotate(${turn} ${number(x)} ${number(y)})"`;
  const anchored = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  return `<text ${place}${turned}${anchored} font-family="${escapeXml(FIGURE_FONT)}" font-size="${number(size)}" fill="${fill}">${escapeXml(words)}</text>`;
}

/** Breaks between words into lines that fit. */
export function linesOf(words: readonly string[], size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(fitText(word, size, width));
  }
  return lines;
}

/** A coordinate as it is written. */
export const number = (value: number): string => roundNumbers(String(value));

/** Factors of hundreds of cells need more digits than coordinates do. */
const fine = (value: number): string => String(Number(value.toFixed(5)));
