import type { Place } from "../frame/cells";

/** Where a map lies inside its canvas, in CSS px. */
export interface Geometry {
  readonly rows: number;
  readonly columns: number;
  /** Sides of a cell. */
  readonly across: number;
  readonly down: number;
  /** Left of the first column and top of the first row. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Names beside rows and under columns; numbers where not. */
  readonly names: boolean;
}

const LARGEST_SIDE = 440;
const SMALLEST_NAMED_PITCH = 12;
const LARGEST_PITCH = 40;
const SMALLEST_PITCH = 2;
const NUMBERS_ROOM = 30;

/** Fits a map of named rows and columns, whose cells are squares, into `available` px of width; wider where cells would get too small. */
export function layOutNames(count: number, available: number, labelWidth: number): Geometry {
  const room = Math.ceil(labelWidth + 10);
  const named = pitchFor(count, available - room);
  const names = named >= SMALLEST_NAMED_PITCH;
  const pitch = names ? named : pitchFor(count, available - NUMBERS_ROOM);
  return around(count, count, pitch, pitch, names ? room : NUMBERS_ROOM, names ? room : 20, names);
}

/** Fits a map of frames into a square, so that each frame meets itself on the diagonal whatever the stride. */
export function layOutFrames(rows: number, columns: number, available: number): Geometry {
  const side = Math.max(60, Math.min(available - NUMBERS_ROOM - 2, LARGEST_SIDE));
  return around(rows, columns, side / columns, side / rows, NUMBERS_ROOM, 20, false);
}

function pitchFor(count: number, side: number): number {
  return Math.min(LARGEST_PITCH, Math.max(SMALLEST_PITCH, Math.floor(Math.min(side, LARGEST_SIDE) / count)));
}

function around(
  rows: number,
  columns: number,
  across: number,
  down: number,
  left: number,
  below: number,
  names: boolean,
): Geometry {
  const width = Math.ceil(left + across * columns + 2);
  return { rows, columns, across, down, left, top: 1, width, height: Math.ceil(1 + down * rows + below), names };
}

/** The cell under a point of the canvas, or null beside the map. */
export function placeAt({ rows, columns, across, down, left, top }: Geometry, x: number, y: number): Place | null {
  const [row, column] = [Math.floor((y - top) / down), Math.floor((x - left) / across)];
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
}

/** Numbers of a frame axis get a label every so many, at least `room` px apart. */
export function every(pitch: number, room: number): number {
  return [1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100].find((step) => step * pitch >= room) ?? 200;
}
