import type { Place } from "../frame/cells";
import { css, inkOn, mix, readColour, strength } from "../frame/colour";
import type { Rgb } from "../frame/colour";
import { fit } from "../frame/fit";
import { FONT_SIZE } from "./geometry";
import type { Geometry } from "./geometry";
import type { Matrix, Values } from "./matrix";

/** Colours the matrix is drawn with, as the editor's theme has them at this moment. */
export interface Colours {
  readonly ground: Rgb;
  readonly text: Rgb;
  readonly muted: Rgb;
  readonly recognised: Rgb;
  readonly confused: Rgb;
  readonly focus: Rgb;
  readonly font: string;
}

const LIGHT_GROUND: Rgb = [255, 255, 255];
const DARK_TEXT: Rgb = [27, 31, 36];

/** Reads the style sheet's variables. */
export function readColours(root: HTMLElement): Colours {
  const read = (name: string, otherwise: Rgb): Rgb => readColour(root, `var(--hgl-${name})`) ?? otherwise;
  return {
    ground: read("ground", LIGHT_GROUND),
    text: read("text", DARK_TEXT),
    muted: read("muted", DARK_TEXT),
    recognised: read("blue", [8, 56, 106]),
    confused: read("orange", [180, 79, 20]),
    focus: read("focus", DARK_TEXT),
    font: `${FONT_SIZE}px ${getComputedStyle(root).fontFamily || "sans-serif"}`,
  };
}

/** Sizes a canvas for the screen's pixel density and gives its context in CSS px, cleared. */
export function prepare(canvas: HTMLCanvasElement, { width, height }: Geometry): CanvasRenderingContext2D {
  const density = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gives no 2D canvas");
  context.setTransform(density, 0, 0, density, 0, 0);
  return context;
}

/** Cells, frame and labels. One fill per non-empty cell: 120 classes take a few milliseconds. */
export function paintMatrix(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  matrix: Matrix,
  values: Values,
  colours: Colours,
  found?: ReadonlySet<number>,
): void {
  const { classes, pitch, left, top } = geometry;
  const side = pitch * classes;
  context.font = colours.font;
  context.textBaseline = "middle";
  const numbers = pitch >= 26;
  for (let row = 0; row < classes; row++) {
    for (let column = 0; column < classes; column++) {
      const place = { row, column };
      const level = matrix.levelAt(place, values);
      if (level <= 0) continue;
      const faded = found !== undefined && !found.has(matrix.classAt(row)) && !found.has(matrix.classAt(column));
      const hue = row === column ? colours.recognised : colours.confused;
      const ground = mix(colours.ground, hue, strength(level) * (faded ? 0.15 : 1));
      context.fillStyle = css(ground);
      context.fillRect(left + column * pitch, top + row * pitch, pitch, pitch);
      if (!numbers || faded) continue;
      context.fillStyle = css(inkOn(ground));
      context.textAlign = "center";
      context.fillText(
        cellText(matrix, place, values),
        left + (column + 0.5) * pitch,
        top + (row + 0.5) * pitch,
        pitch - 2,
      );
    }
  }
  context.strokeStyle = css(colours.muted);
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, side + 1, side + 1);
  paintLabels(context, geometry, matrix, colours, found);
}

function paintLabels(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  matrix: Matrix,
  colours: Colours,
  found?: ReadonlySet<number>,
): void {
  const { classes, pitch, left, top, names } = geometry;
  const under = top + pitch * classes;
  const every = names ? 1 : ([2, 5, 10, 20, 50, 100].find((step) => step * pitch >= 24) ?? 100);
  for (let row = 0; row < classes; row++) {
    const index = matrix.classAt(row);
    if (!names && row > 0 && (row + 1) % every !== 0) continue;
    context.fillStyle = css(found && !found.has(index) ? mix(colours.ground, colours.muted, 0.55) : colours.text);
    const label = names ? fit(context, matrix.nameAt(row), left - 8) : String(index + 1);
    const middle = (row + 0.5) * pitch;
    context.textAlign = "right";
    context.fillText(label, left - 5, top + middle);
    if (!names) {
      context.textAlign = "center";
      context.fillText(label, left + middle, under + 10);
      continue;
    }
    context.save();
    context.translate(left + middle, under + 5);
    context.rotate(-Math.PI / 2);
    context.fillText(label, 0, 0);
    context.restore();
  }
}

/** The cursor: its cell framed, its row and column led out to the labels. */
export function paintCursor(
  context: CanvasRenderingContext2D,
  { classes, pitch, left, top }: Geometry,
  { row, column }: Place,
  colours: Colours,
): void {
  const side = pitch * classes;
  const [x, y] = [left + column * pitch, top + row * pitch];
  context.fillStyle = css(colours.focus);
  context.globalAlpha = 0.14;
  context.fillRect(left, y, side, pitch);
  context.fillRect(x, top, pitch, side);
  context.globalAlpha = 1;
  context.strokeStyle = css(colours.focus);
  context.lineWidth = 2;
  context.strokeRect(x - 1, y - 1, pitch + 2, pitch + 2);
}

/** The widest class name, at most 170 px. */
export function labelWidth(context: CanvasRenderingContext2D, matrix: Matrix, colours: Colours): number {
  context.font = colours.font;
  return Math.min(170, Math.max(...matrix.classes.map((name) => context.measureText(name.slice(0, 80)).width)));
}

function cellText(matrix: Matrix, place: Place, values: Values): string {
  if (values === "count") return String(matrix.countAt(place));
  const share = 100 * matrix.shareAt(place);
  return share < 0.5 ? "<1" : String(Math.round(share));
}
