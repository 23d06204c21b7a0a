/** Of a map with `count` rows (or columns) over a window of `frames`: the frame that one of them begins at. */
export function frameOf(index: number, count: number, frames: number): number {
  return Math.floor((index * frames) / count);
}

/** The row (or column) that a frame of the window belongs to. */
export function indexOf(frame: number, count: number, frames: number): number {
  return Math.min(count - 1, Math.floor((frame * count) / frames));
}
