import type { Projected } from "./camera";
import { spot } from "./ground";
import type { Place } from "./ground";
import type { Motion } from "./motion";

const BONE_METRES = 0.024;

/** Where the joints of a frame's bodies lie in a picture. */
export class Spots {
  /** [M][V]; an absent body's list is empty. */
  readonly bodies: Projected[][];
  private readonly pool: readonly Projected[][];

  constructor(private readonly motion: Motion) {
    this.pool = Array.from({ length: motion.bodies }, () => Array.from({ length: motion.joints }, spot));
    this.bodies = this.pool.map(() => []);
  }

  put(frame: number, place: Place): void {
    const { motion, pool, bodies } = this;
    for (let body = 0; body < motion.bodies; body++) {
      const there = motion.present(frame, body);
      bodies[body] = there ? pool[body]! : [];
      if (!there) continue;
      for (let joint = 0; joint < motion.joints; joint++)
        place(
          motion.metres(frame, body, joint, 0),
          motion.metres(frame, body, joint, 1),
          motion.metres(frame, body, joint, 2),
          pool[body]![joint]!,
        );
    }
  }
}

/** Px that a bone between two spots is wide. */
export function boneWidth(one: Projected, other: Projected): number {
  return Math.min(9, Math.max(2, (BONE_METRES * (one.scale + other.scale)) / 2));
}

/**
 * Bones and joints from the farthest to the nearest, each on a rim of the ground's colour that parts limbs that cross. `colourOf` a body's
 * joint is that of the bone that ends there; `thin` takes from its width.
 */
export function paintBones(
  context: CanvasRenderingContext2D,
  bodies: readonly (readonly Projected[])[],
  parents: readonly number[],
  colourOf: (body: number, joint: number) => string,
  rim: string,
  thin = 1,
): void {
  const strokes = bodies.flatMap((spots, body) =>
    spots.map((spot, joint) => {
      const parent = parents[joint]!;
      const other = parent < 0 ? spot : spots[parent]!;
      return { spot, other, colour: colourOf(body, joint), near: (spot.near + other.near) / 2 };
    }),
  );
  strokes.sort((one, two) => one.near - two.near);
  for (const { spot, other, colour } of strokes) {
    const wide = thin * boneWidth(spot, other);
    if (spot !== other) {
      // The rim leaves the ends free, where it would cut into the next bone.
      const [dx, dy] = [(spot.x - other.x) * 0.2, (spot.y - other.y) * 0.2];
      context.beginPath();
      context.moveTo(other.x + dx, other.y + dy);
      context.lineTo(spot.x - dx, spot.y - dy);
      context.lineCap = "butt";
      context.strokeStyle = rim;
      context.lineWidth = wide + 3;
      context.stroke();
      context.lineCap = "round";
      context.beginPath();
      context.moveTo(other.x, other.y);
      context.lineTo(spot.x, spot.y);
      context.strokeStyle = colour;
      context.lineWidth = wide;
      context.stroke();
    }
    context.fillStyle = colour;
    context.beginPath();
    context.arc(spot.x, spot.y, 0.8 * wide, 0, 2 * Math.PI);
    context.fill();
  }
}

/** A ring around a joint in each body. */
export function paintMark(
  context: CanvasRenderingContext2D,
  bodies: readonly (readonly Projected[])[],
  joint: number,
  colour: string,
): void {
  for (const spots of bodies) {
    const spot = spots[joint];
    if (!spot) continue;
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(spot.x, spot.y, Math.max(6, BONE_METRES * 2 * spot.scale), 0, 2 * Math.PI);
    context.stroke();
  }
}

/** The joint nearest to a point of the picture, within `within` px; the nearer to the viewer wins among equals. */
export function jointAt(
  spots: readonly (readonly Projected[])[],
  x: number,
  y: number,
  within = 12,
): { readonly body: number; readonly joint: number } | null {
  let found: { body: number; joint: number } | null = null;
  let best = within;
  spots.forEach((joints, body) =>
    joints.forEach((spot, joint) => {
      const distance = Math.hypot(spot.x - x, spot.y - y);
      if (distance > best || (distance === best && found && spot.near <= spots[found.body]![found.joint]!.near)) return;
      best = distance;
      found = { body, joint };
    }),
  );
  return found;
}
