import type { DecodedClip } from "../../common/payloads/skeleton";
import type { Extent } from "./camera";

/** A clip's joints in metres, and the room they take over the whole clip. */
export class Motion {
  readonly frames: number;
  readonly bodies: number;
  /** Middle of the room, on the axis that the camera turns about. */
  readonly middle: readonly [x: number, y: number, z: number];
  /** Height of the lowest joint of the clip. */
  readonly floor: number;
  readonly extent: Extent;

  constructor(
    private readonly clip: DecodedClip,
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
    let radius = 0;
    this.each((x, _, z) => {
      radius = Math.max(radius, Math.hypot(x - middle[0], z - middle[2]));
    });
    this.middle = middle;
    this.floor = empty ? -0.9 : low[1]!;
    this.extent = {
      radius: Math.max(radius, 0.05),
      halfHeight: empty ? 0.9 : Math.max(0.05, (high[1]! - low[1]!) / 2),
    };
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

/** The extent that holds all of them: clips side by side are drawn to one scale. */
export function commonExtent(motions: readonly Motion[]): Extent {
  return {
    radius: Math.max(...motions.map(({ extent }) => extent.radius)),
    halfHeight: Math.max(...motions.map(({ extent }) => extent.halfHeight)),
  };
}
