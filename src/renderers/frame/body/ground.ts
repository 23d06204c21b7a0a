import { projection } from "./camera";
import type { Camera, Projected } from "./camera";
import type { Motion } from "./motion";

/** Maps metres of a motion to a picture. */
export type Place = (x: number, y: number, z: number, into: Projected) => void;

/** As `projection`, from metres as the motion has them. */
export function placing(motion: Motion, camera: Camera, distance: number, width: number, height: number): Place {
  const [mx, my, mz] = motion.middle;
  const project = projection(camera, distance, width, height);
  return (x, y, z, into) => project(x - mx, y - my, z - mz, into);
}

export function spot(): Projected {
  return { x: 0, y: 0, scale: 1, near: 0 };
}

/** A round number of metres with about `lines` lines across the extent's width. */
export function gridFor(radius: number, lines = 6): number {
  const wanted = (2 * radius) / lines;
  const decade = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5, 10].find((step) => step * decade >= wanted * 0.999) ?? 10) * decade;
}

const [from, to] = [spot(), spot()];

/** The ground as a grid of `grid` metres, large enough for all that the motion does. */
export function paintGround(
  context: CanvasRenderingContext2D,
  motion: Motion,
  place: Place,
  grid: number,
  colour: string,
): void {
  const [mx, , mz] = motion.middle;
  const side = grid * Math.ceil((motion.radius + grid / 2) / grid);
  // Lines stand at multiples of the grid in the data's own axes, so that the ground does not slide from clip to clip.
  const [fromX, toX] = [grid * Math.round((mx - side) / grid), grid * Math.round((mx + side) / grid)];
  const [fromZ, toZ] = [grid * Math.round((mz - side) / grid), grid * Math.round((mz + side) / grid)];
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  const line = (x1: number, z1: number, x2: number, z2: number): void => {
    place(x1, motion.floor, z1, from);
    place(x2, motion.floor, z2, to);
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  };
  const columns = Math.min(400, Math.round((toX - fromX) / grid));
  const rows = Math.min(400, Math.round((toZ - fromZ) / grid));
  for (let i = 0; i <= columns; i++) line(fromX + i * grid, fromZ, fromX + i * grid, toZ);
  for (let i = 0; i <= rows; i++) line(fromX, fromZ + i * grid, toX, fromZ + i * grid);
  context.stroke();
}
