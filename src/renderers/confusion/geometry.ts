import type { Place } from "../frame/cells";

/** Where the matrix lies inside its canvas, in CSS px. */
export interface Geometry {
  readonly classes: number;
  /** Side of a cell; a whole number, so that cells meet without seams. */
  readonly pitch: number;
  /** Left of the first column and top of the first row. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Names beside rows and under columns; false when a line of text does not fit a cell. */
  readonly names: boolean;
}

export const FONT_SIZE = 11;
const LARGEST_SIDE = 760;
const LARGEST_PITCH = 56;
const SMALLEST_PITCH = 4;
const SMALLEST_NAMED_PITCH = 11;
const NUMBERS_ROOM = 30;

/** Fits `classes` rows into `available` px of width; `labelWidth` is the widest name. Wider than available when cells would get too small. */
export function layOut(classes: number, available: number, labelWidth: number): Geometry {
  const named = pitchFor(classes, available - labelWidth - 10);
  const names = named >= SMALLEST_NAMED_PITCH;
  const pitch = names ? named : pitchFor(classes, available - NUMBERS_ROOM);
  const left = Math.ceil(names ? labelWidth + 10 : NUMBERS_ROOM);
  const below = Math.ceil(names ? labelWidth + 10 : 20);
  return {
    classes,
    pitch,
    left,
    top: 1,
    width: left + pitch * classes + (names ? 2 : 12),
    height: 1 + pitch * classes + below,
    names,
  };
}

function pitchFor(classes: number, side: number): number {
  return Math.min(LARGEST_PITCH, Math.max(SMALLEST_PITCH, Math.floor(Math.min(side, LARGEST_SIDE) / classes)));
}

/** The cell under a point of the canvas, or null beside the matrix. */
export function placeAt({ classes, pitch, left, top }: Geometry, x: number, y: number): Place | null {
  const [row, column] = [Math.floor((y - top) / pitch), Math.floor((x - left) / pitch)];
  return row >= 0 && row < classes && column >= 0 && column < classes ? { row, column } : null;
}
