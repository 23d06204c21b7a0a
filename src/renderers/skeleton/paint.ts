import { projection } from "./camera";
import type { Camera, Projected } from "./camera";
import type { Colours } from "./colours";
import type { Motion } from "./motion";

/** How the joints of a layout hang together. */
export interface Bones {
  readonly parents: readonly number[];
  readonly partOf: readonly number[];
  /** Joints that no other hangs on: hands, feet, head. Their ways are drawn as trails. */
  readonly ends: readonly number[];
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly camera: Camera;
  readonly distance: number;
  readonly colours: Colours;
  /** Metres between lines of the ground. */
  readonly grid: number;
  readonly frame: number;
  readonly trails: boolean;
  /** A joint to mark, -1 for none. */
  readonly marked: number;
}

const TRAIL_FRAMES = 24;
const BONE_METRES = 0.024;

export function bonesOf(parents: readonly number[], partOf: readonly number[]): Bones {
  const used = new Set(parents);
  return { parents, partOf, ends: parents.flatMap((_, joint) => (used.has(joint) ? [] : [joint])) };
}

/** Draws one frame of a clip and leaves in `spots` where its joints came to lie, [M][V]; an absent body's list is empty. */
export class Painter {
  readonly spots: Projected[][];
  private readonly pool: Projected[][];
  private readonly a: Projected = { x: 0, y: 0, scale: 1, near: 0 };
  private readonly b: Projected = { x: 0, y: 0, scale: 1, near: 0 };

  constructor(
    private readonly motion: Motion,
    private readonly bones: Bones,
  ) {
    this.pool = Array.from({ length: motion.bodies }, () =>
      Array.from({ length: motion.joints }, () => ({ x: 0, y: 0, scale: 1, near: 0 })),
    );
    this.spots = this.pool.map(() => []);
  }

  paint(context: CanvasRenderingContext2D, picture: Picture): void {
    const { width, height, frame, colours } = picture;
    const { motion } = this;
    const [mx, my, mz] = motion.middle;
    const project = projection(picture.camera, picture.distance, width, height);
    const place = (x: number, y: number, z: number, into: Projected): void => project(x - mx, y - my, z - mz, into);

    context.clearRect(0, 0, width, height);
    context.lineCap = context.lineJoin = "round";
    this.ground(context, picture, place);
    for (let body = 0; body < motion.bodies; body++) {
      const there = motion.present(frame, body);
      this.spots[body] = there ? this.pool[body]! : [];
      if (!there) continue;
      for (let joint = 0; joint < motion.joints; joint++)
        place(
          motion.metres(frame, body, joint, 0),
          motion.metres(frame, body, joint, 1),
          motion.metres(frame, body, joint, 2),
          this.pool[body]![joint]!,
        );
      this.shadow(context, picture, place, body);
      if (picture.trails) this.trails(context, picture, place, body);
    }
    this.bodies(context, colours);
    if (picture.marked < 0) return;
    for (const spots of this.spots) {
      const spot = spots[picture.marked];
      if (!spot) continue;
      context.strokeStyle = colours.focus;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(spot.x, spot.y, Math.max(6, BONE_METRES * 2 * spot.scale), 0, 2 * Math.PI);
      context.stroke();
    }
  }

  private ground(context: CanvasRenderingContext2D, { colours, grid }: Picture, place: Place): void {
    const [mx, , mz] = this.motion.middle;
    const side = grid * Math.ceil((this.motion.radius + grid / 2) / grid);
    // Lines stand at multiples of the grid in the data's own axes, so that the ground does not slide from clip to clip.
    const [fromX, toX] = [grid * Math.round((mx - side) / grid), grid * Math.round((mx + side) / grid)];
    const [fromZ, toZ] = [grid * Math.round((mz - side) / grid), grid * Math.round((mz + side) / grid)];
    context.strokeStyle = colours.grid;
    context.lineWidth = 1;
    context.beginPath();
    const line = (x1: number, z1: number, x2: number, z2: number): void => {
      place(x1, this.motion.floor, z1, this.a);
      place(x2, this.motion.floor, z2, this.b);
      context.moveTo(this.a.x, this.a.y);
      context.lineTo(this.b.x, this.b.y);
    };
    const columns = Math.min(400, Math.round((toX - fromX) / grid));
    const rows = Math.min(400, Math.round((toZ - fromZ) / grid));
    for (let i = 0; i <= columns; i++) line(fromX + i * grid, fromZ, fromX + i * grid, toZ);
    for (let i = 0; i <= rows; i++) line(fromX, fromZ + i * grid, toX, fromZ + i * grid);
    context.stroke();
  }

  private shadow(context: CanvasRenderingContext2D, { frame, colours }: Picture, place: Place, body: number): void {
    const { motion, bones } = this;
    context.strokeStyle = colours.shadow;
    context.lineWidth = 2;
    context.beginPath();
    bones.parents.forEach((parent, joint) => {
      if (parent < 0) return;
      place(motion.metres(frame, body, joint, 0), motion.floor, motion.metres(frame, body, joint, 2), this.a);
      place(motion.metres(frame, body, parent, 0), motion.floor, motion.metres(frame, body, parent, 2), this.b);
      context.moveTo(this.a.x, this.a.y);
      context.lineTo(this.b.x, this.b.y);
    });
    context.stroke();
  }

  private trails(context: CanvasRenderingContext2D, picture: Picture, place: Place, body: number): void {
    const { motion, bones } = this;
    const { frame, colours, marked } = picture;
    const joints = marked >= 0 && !bones.ends.includes(marked) ? [...bones.ends, marked] : bones.ends;
    context.lineWidth = 1.5;
    for (const joint of joints) {
      context.strokeStyle = colours.parts[body === 0 ? 0 : 1][bones.partOf[joint]!]!;
      for (let t = Math.max(1, frame - TRAIL_FRAMES); t <= frame; t++) {
        if (!motion.present(t - 1, body) || !motion.present(t, body)) continue;
        context.globalAlpha = 0.75 * (1 - (frame - t) / (TRAIL_FRAMES + 1));
        place(
          motion.metres(t - 1, body, joint, 0),
          motion.metres(t - 1, body, joint, 1),
          motion.metres(t - 1, body, joint, 2),
          this.a,
        );
        place(
          motion.metres(t, body, joint, 0),
          motion.metres(t, body, joint, 1),
          motion.metres(t, body, joint, 2),
          this.b,
        );
        context.beginPath();
        context.moveTo(this.a.x, this.a.y);
        context.lineTo(this.b.x, this.b.y);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  /** Bones from the farthest to the nearest, each on a rim of the ground's colour that parts limbs that cross. */
  private bodies(context: CanvasRenderingContext2D, colours: Colours): void {
    const { parents, partOf } = this.bones;
    const strokes = this.spots.flatMap((spots, body) =>
      spots.flatMap((spot, joint) => {
        const parent = parents[joint]!;
        const other = parent < 0 ? spot : spots[parent]!;
        const colour = colours.parts[body === 0 ? 0 : 1][partOf[joint]!]!;
        return [{ spot, other, colour, near: (spot.near + other.near) / 2 }];
      }),
    );
    strokes.sort((one, two) => one.near - two.near);
    for (const { spot, other, colour } of strokes) {
      const wide = Math.min(9, Math.max(2, (BONE_METRES * (spot.scale + other.scale)) / 2));
      if (spot !== other) {
        // The rim leaves the ends free, where it would cut into the next bone.
        const [dx, dy] = [(spot.x - other.x) * 0.2, (spot.y - other.y) * 0.2];
        context.beginPath();
        context.moveTo(other.x + dx, other.y + dy);
        context.lineTo(spot.x - dx, spot.y - dy);
        context.lineCap = "butt";
        context.strokeStyle = colours.ground;
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
}

type Place = (x: number, y: number, z: number, into: Projected) => void;

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

/** A round number of metres with about `lines` lines across the extent's width. */
export function gridFor(radius: number, lines = 6): number {
  const wanted = (2 * radius) / lines;
  const decade = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5, 10].find((step) => step * decade >= wanted * 0.999) ?? 10) * decade;
}
