import type { Movement } from "../../../common/payloads/movement";
import type { Ring } from "./camera";

/** Heights at which a clip's reach is kept. */
const BANDS = 24;
/** The room shown for a clip in which there is nobody. */
const EMPTY: readonly Ring[] = [
  { y: -0.9, radius: 0.4 },
  { y: 0.9, radius: 0.4 },
];

/** A clip's joints in metres, and the room they take over the whole clip. */
export class Motion {
  readonly frames: number;
  readonly bodies: number;
  /** Middle of the room, on the axis that the camera turns about. */
  readonly middle: readonly [x: number, y: number, z: number];
  /** Height of the lowest joint of the clip. */
  readonly floor: number;
  /** How far the clip reaches from its axis, by height. */
  readonly rings: readonly Ring[];
  readonly radius: number;

  constructor(
    private readonly clip: Movement,
    readonly joints: number,
  ) {
    this.frames = clip.frames;
    this.bodies = clip.bodies;
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    this.each((x, y, z) => {
      [x, y, z].forEach((value, axis) => {
        if (value < low[axis]!) low[axis] = value;
        if (value > high[axis]!) high[axis] = value;
      });
    });
    // A clip without any body still has a floor to show.
    const empty = low[0] === Infinity;
    const middle = low.map((value, axis) => (empty ? 0 : (value + high[axis]!) / 2)) as [number, number, number];
    this.middle = middle;
    this.floor = empty ? -0.9 : low[1]!;
    const height = Math.max(1e-6, high[1]! - low[1]!);
    const bands: { low: number; high: number; radius: number }[] = [];
    this.each((x, y, z) => {
      const radius = Math.hypot(x - middle[0], z - middle[2]);
      const index = Math.min(BANDS - 1, Math.floor(((y - low[1]!) / height) * BANDS));
      const band = (bands[index] ??= { low: y, high: y, radius });
      if (y < band.low) band.low = y;
      if (y > band.high) band.high = y;
      if (radius > band.radius) band.radius = radius;
    });
    const rings = Object.values(bands).flatMap(({ low, high, radius }) => [
      { y: low - middle[1], radius },
      { y: high - middle[1], radius },
    ]);
    this.rings = empty ? EMPTY : rings;
    this.radius = Math.max(0.05, ...this.rings.map((ring) => ring.radius));
  }

  /** Whether a body is in a frame: an absent one is all zeros there. */
  present(frame: number, body: number): boolean {
    const from = this.at(frame, body, 0);
    for (let i = from; i < from + 3 * this.joints; i++) if (this.clip.coordinates[i] !== 0) return true;
    return false;
  }

  /** Metres; axis 0 is x, 1 y, 2 z. */
  metres(frame: number, body: number, joint: number, axis: 0 | 1 | 2): number {
    return this.clip.coordinates[this.at(frame, body, joint) + axis]! * this.clip.unit;
  }

  private at(frame: number, body: number, joint: number): number {
    return ((frame * this.bodies + body) * this.joints + joint) * 3;
  }

  private each(visit: (x: number, y: number, z: number) => void): void {
    for (let frame = 0; frame < this.frames; frame++)
      for (let body = 0; body < this.bodies; body++) {
        if (!this.present(frame, body)) continue;
        for (let joint = 0; joint < this.joints; joint++)
          visit(
            this.metres(frame, body, joint, 0),
            this.metres(frame, body, joint, 1),
            this.metres(frame, body, joint, 2),
          );
      }
  }
}
