/** Where the eye stands, in the unit of the box around the points; it looks at the middle, and the third axis is up. */
export interface Eye {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export const HOME: Eye = { x: 1.25, y: -1.45, z: 0.75 };
const NEAREST = 0.2;
const FARTHEST = 6;
/** Short of the poles, where "up" would turn over. */
const STEEPEST = 1.5;

/** Turns around the middle, radians: about the third axis, then up. */
export function orbited({ x, y, z }: Eye, around: number, up: number): Eye {
  const radius = Math.hypot(x, y, z);
  const azimuth = Math.atan2(y, x) + around;
  const height = Math.max(-STEEPEST, Math.min(STEEPEST, Math.asin(z / radius) + up));
  return {
    x: radius * Math.cos(height) * Math.cos(azimuth),
    y: radius * Math.cos(height) * Math.sin(azimuth),
    z: radius * Math.sin(height),
  };
}

/** Comes nearer by a factor above 1, goes away by one below. */
export function nearer({ x, y, z }: Eye, factor: number): Eye {
  const radius = Math.hypot(x, y, z);
  const scale = Math.max(NEAREST, Math.min(FARTHEST, radius / factor)) / radius;
  return { x: x * scale, y: y * scale, z: z * scale };
}
