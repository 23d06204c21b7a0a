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
  /** Room of a name beside its row, and of one under its column. */
  readonly rowRoom: number;
  readonly columnRoom: number;
  /** Names beside rows and under columns; false when a line of text does not fit a cell. */
  readonly names: boolean;
}

export const FONT_SIZE = 11;
const LARGEST_SIDE = 760;
const LARGEST_PITCH = 56;
const SMALLEST_PITCH = 4;
const SMALLEST_NAMED_PITCH = 11;
/** Cells of this side are easily read, so that names come before larger ones. */
const EASY_PITCH = 34;
const NUMBERS_ROOM = 30;
/** Names are cut to this beside rows where cells need the room, and under columns always. */
const LEAST_NAME = 170;
const LONGEST_UNDER = 260;

/**
 * Fits `classes` rows into `available` px of width; `widest` is the width of the widest name. Names take what the cells leave them, and
 * cells do not grow beyond what is easily read while a name is cut. Wider than available when cells would get too small.
 */
export function layOut(classes: number, available: number, widest: number): Geometry {
  const rest = available - 10 - EASY_PITCH * classes;
  const rowRoom = Math.ceil(Math.min(widest, Math.max(LEAST_NAME, rest)));
  const named = pitchFor(classes, available - rowRoom - 10);
  const names = named >= SMALLEST_NAMED_PITCH;
  const pitch = names ? named : pitchFor(classes, available - NUMBERS_ROOM);
  const columnRoom = Math.ceil(Math.min(widest, LONGEST_UNDER));
  const left = names ? rowRoom + 10 : NUMBERS_ROOM;
  return {
    classes,
    pitch,
    rowRoom,
    columnRoom,
    left,
    top: 1,
    width: left + pitch * classes + (names ? 2 : 12),
    height: 1 + pitch * classes + (names ? columnRoom + 10 : 20),
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
