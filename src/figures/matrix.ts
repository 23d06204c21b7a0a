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
  /** The largest value. */
  readonly most: number;
}

/** Finer at the low end, where most values are; shares of the largest. */
const SIGNED_STEPS = [0.03, 0.08, 0.14, 0.22, 0.32, 0.44, 0.58, 0.74, 0.9];
/** How much smaller the square of a negative value is, on each side. */
const INSET = 0.24;

/** For values around 0: as far down as up. */
export function signedScale(matrices: readonly Matrix[]): MatrixScale {
  const [least, largest] = extremes(matrices);
  const most = Math.max(Math.abs(least), Math.abs(largest)) || 1;
  const steps = SIGNED_STEPS.map((share) => share * most);
  return { signed: least <= -steps[0]!, steps, most };
}

/** How far the largest value is above the step from which on values are drawn. */
const WIDEST = 64;

/** For weights that are all above 0: nine steps of equal ratio, since most weights are near one another and a few are many times as large. */
export function ratioScale(matrices: readonly Matrix[]): MatrixScale {
  const [least, largest] = extremes(matrices);
  const most = largest > 0 ? largest : 1;
  const first = Math.max(least, most / WIDEST);
  const ratio = first < most ? (most / first) ** (1 / 9) : 1 + 1e-6;
  return { signed: false, steps: Array.from({ length: 9 }, (_, i) => (i === 0 ? 0 : first * ratio ** i)), most };
}

function extremes(matrices: readonly Matrix[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const { values } of matrices)
    for (let at = 0; at < values.length; at++) {
      least = Math.min(least, values[at]!);
      most = Math.max(most, values[at]!);
    }
  return Number.isFinite(least) ? [least, most] : [0, 0];
}

/** One path for each colour, in a square of `side` px at the origin. */
export function drawMatrix(
  matrix: Matrix,
  side: number,
  { steps, signed }: Pick<MatrixScale, "steps" | "signed">,
  palette: Palette,
): string {
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

/** Height of a scale with its numbers, px. */
export const SCALE_HEIGHT = 24;
const SWATCH = { width: 15, height: 8 };
/** Steps whose beginning is told. */
const TOLD = [0, 3, 6];

/** The ramps as they are, strongest at both ends, with the values at which some of their steps begin. */
export function drawScale(
  { steps, signed, most }: MatrixScale,
  x: number,
  y: number,
  palette: Palette,
  words: (value: number) => string,
): string {
  const { width, height } = SWATCH;
  const swatch = (colour: string, left: number, inset: number) =>
    `<rect x="${number(left + inset * width)}" y="${number(y + inset * height)}" width="${number(width * (1 - 2 * inset))}" height="${number(height * (1 - 2 * inset))}" fill="${colour}"/>`;
  const label = (value: number, at: number) =>
    textAt(words(value), at, y + height + 9, { size: TICK, fill: palette.muted, anchor: "middle" });
  const middle = x + textWidth(words(-most), TICK) / 2 + (signed ? (steps.length + 1) * width : 0);
  const more = steps.map((_, i) => swatch(palette.confused[i]!, middle + i * width, 0));
  const marks = [...TOLD.map((i) => label(steps[i]!, middle + i * width)), label(most, middle + steps.length * width)];
  if (!signed) return [...more, ...marks].join("");
  const end = middle - width;
  const less = steps.map((_, i) => swatch(palette.correct[i]!, end - (i + 1) * width, INSET));
  // The innermost two numbers would meet.
  const told = TOLD.slice(1).map((i) => label(-steps[i]!, end - i * width));
  const downs = [...told, label(-most, end - steps.length * width)];
  return [...less, ...more, ...downs, ...marks].join("");
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
