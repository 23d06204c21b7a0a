import type { Place } from "../frame/cells";
import { css, inkOn, mix, readColour, strength } from "../frame/colour";
import type { Rgb } from "../frame/colour";
import { fit } from "../frame/fit";
import { FONT_SIZE } from "./geometry";
import type { Geometry } from "./geometry";
import type { Grid, Values } from "./grid";

/** Colours the matrix is drawn with, as the editor's theme has them at this moment. */
export interface Colours {
  readonly ground: Rgb;
  readonly text: Rgb;
  readonly muted: Rgb;
  readonly blue: Rgb;
  readonly orange: Rgb;
  readonly focus: Rgb;
  readonly font: string;
}

/** Smaller cells have no room for their number, px. */
const LEAST_NUMBERED_PITCH = 26;
const LIGHT_GROUND: Rgb = [255, 255, 255];
const DARK_TEXT: Rgb = [27, 31, 36];

/** Reads the style sheet's variables. */
export function readColours(root: HTMLElement): Colours {
  const read = (name: string, otherwise: Rgb): Rgb => readColour(root, `var(--hgl-${name})`) ?? otherwise;
  return {
    ground: read("ground", LIGHT_GROUND),
    text: read("text", DARK_TEXT),
    muted: read("muted", DARK_TEXT),
    blue: read("blue", [8, 56, 106]),
    orange: read("orange", [180, 79, 20]),
    focus: read("focus", DARK_TEXT),
    font: `${FONT_SIZE}px ${getComputedStyle(root).fontFamily || "sans-serif"}`,
  };
}

/** Sizes a canvas for the screen's pixel density and gives its context in CSS px, cleared. */
export function prepare(canvas: HTMLCanvasElement, { width, height }: Geometry): CanvasRenderingContext2D {
  const density = Math.min(3, window.devicePixelRatio || 1);
  const context = contextOf(canvas);
  const [across, down] = [Math.round(width * density), Math.round(height * density)];
  // Giving a canvas its size takes its memory anew, which costs more than most of what is drawn.
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width + 1, height + 1);
  return context;
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gives no 2D canvas");
  return context;
}

/** Cells, numbers where there is room, frames and labels. */
export function paintMatrix(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  grid: Grid,
  values: Values,
  colours: Colours,
  found?: ReadonlySet<number>,
): void {
  const { classes, pitch, left, top } = geometry;
  const side = pitch * classes;
  const cells = cellsOf(grid, values, colours, found);
  paintCells(context, geometry, cells);
  context.font = colours.font;
  context.textBaseline = "middle";
  if (pitch >= LEAST_NUMBERED_PITCH) {
    context.textAlign = "center";
    for (const { row, column, ground, faded } of cells) {
      if (faded) continue;
      context.fillStyle = css(inkOn(ground));
      const words = grid.textAt({ row, column }, values);
      context.fillText(words, left + (column + 0.5) * pitch, top + (row + 0.5) * pitch, pitch - 2);
    }
  }
  context.strokeStyle = css(colours.muted);
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, side + 1, side + 1);
  context.strokeStyle = css(colours.text);
  for (const { from, to } of grid.blocks) {
    const extent = (to - from + 1) * pitch;
    context.strokeRect(left + from * pitch - 0.5, top + from * pitch - 0.5, extent + 1, extent + 1);
  }
  paintLabels(context, geometry, grid, colours, found);
}

interface Cell extends Place {
  readonly ground: Rgb;
  readonly faded: boolean;
}

/** Those that are not empty. */
function cellsOf(grid: Grid, values: Values, colours: Colours, found?: ReadonlySet<number>): Cell[] {
  const cells: Cell[] = [];
  const isFound = Array.from({ length: grid.size }, (_, row) => found === undefined || found.has(grid.classAt(row)));
  for (let row = 0; row < grid.size; row++)
    for (let column = 0; column < grid.size; column++) {
      const place = { row, column };
      const level = grid.levelAt(place, values);
      if (level <= 0) continue;
      const faded = !isFound[row] && !isFound[column];
      const hue = grid.isBlueAt(place) ? colours.blue : colours.orange;
      cells.push({ ...place, faded, ground: mix(colours.ground, hue, strength(level) * (faded ? 0.15 : 1)) });
    }
  return cells;
}

/** A pixel for each cell, enlarged: filled one by one, those of 120 classes take ten times as long. */
function paintCells(
  context: CanvasRenderingContext2D,
  { classes, pitch, left, top }: Geometry,
  cells: readonly Cell[],
): void {
  const small = document.createElement("canvas");
  small.width = small.height = classes;
  const pixels = new ImageData(classes, classes);
  for (const { row, column, ground } of cells) {
    const at = 4 * (row * classes + column);
    for (let i = 0; i < 3; i++) pixels.data[at + i] = ground[i]!;
    pixels.data[at + 3] = 255;
  }
  small.getContext("2d")?.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, left, top, pitch * classes, pitch * classes);
  small.width = small.height = 0;
}

function paintLabels(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  grid: Grid,
  colours: Colours,
  found?: ReadonlySet<number>,
): void {
  const { classes, pitch, left, top, names, rowRoom, columnRoom } = geometry;
  const under = top + pitch * classes;
  const every = names ? 1 : ([2, 5, 10, 20, 50, 100].find((step) => step * pitch >= 24) ?? 100);
  for (let row = 0; row < classes; row++) {
    const index = grid.classAt(row);
    if (!names && row > 0 && (row + 1) % every !== 0) continue;
    context.fillStyle = css(found && !found.has(index) ? mix(colours.ground, colours.muted, 0.55) : colours.text);
    const name = grid.nameAt(row);
    const label = names ? fit(context, name, rowRoom + 2) : String(index + 1);
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
    context.fillText(fit(context, name, columnRoom + 2), 0, 0);
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

/** Width of the widest class name, of its first 80 characters. */
export function labelWidth(context: CanvasRenderingContext2D, { classes }: Grid, colours: Colours): number {
  context.font = colours.font;
  return Math.max(...classes.map((name) => context.measureText(name.slice(0, 80)).width));
}
