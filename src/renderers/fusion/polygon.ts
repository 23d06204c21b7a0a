export type Point = readonly [x: number, y: number];

/** Corners of a regular polygon around the origin, radius 1, the first at the top and the others clockwise as on a screen. */
export function corners(count: number): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** Where weights that add up to 1 put their point: the mean of the corners. */
export function pointOf(weights: readonly number[], all: readonly Point[]): Point {
  return all.reduce<Point>(([x, y], [cx, cy], i) => [x + weights[i]! * cx, y + weights[i]! * cy], [0, 0]);
}

/**
 * Weights of a point in a convex polygon, none below 0, adding up to 1, that have it as their mean: Wachspress's coordinates (Wachspress, A Rational
 * Finite Element Basis, 1975). In a triangle they are the only ones; in other polygons the smoothest of many.
 */
export function weightsAt(point: Point, all: readonly Point[]): number[] {
  const inside = clampedInto(point, all);
  const n = all.length;
  const raw = all.map((corner, i) => {
    const [before, after] = [all[(i + n - 1) % n]!, all[(i + 1) % n]!];
    const beside = [area(before, corner, inside), area(corner, after, inside)] as const;
    return area(before, corner, after) / (Math.max(LEAST, beside[0]) * Math.max(LEAST, beside[1]));
  });
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

/** At a corner rounding may leave a point just outside of an edge. */
const LEAST = 1e-9;
/** On an edge two of the areas are nothing; this far inside of it they are enough. */
const INSIDE = 1e-6;

/** The nearest point of the polygon that is not quite on its edge. */
function clampedInto(point: Point, all: readonly Point[]): Point {
  const apothem = Math.cos(Math.PI / all.length);
  let [x, y] = point;
  // Edge after edge; twice, since leaving one may cross another at a corner.
  for (let i = 0; i < 2 * all.length; i++) {
    const [a, b] = [all[i % all.length]!, all[(i + 1) % all.length]!];
    const [nx, ny] = [(a[0] + b[0]) / 2 / apothem, (a[1] + b[1]) / 2 / apothem];
    const out = x * nx + y * ny - (apothem - INSIDE);
    if (out > 0) [x, y] = [x - out * nx, y - out * ny];
  }
  return [x, y];
}

/** Twice the signed area of a triangle, positive clockwise as on a screen. */
function area([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** Whether a point lies in the polygon. */
export function contains([x, y]: Point, all: readonly Point[]): boolean {
  return all.every((a, i) => area(a, all[(i + 1) % all.length]!, [x, y]) >= 0);
}
