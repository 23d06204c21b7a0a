import type { Scene } from "./actors";

const VALUES = 75;
/** x of joint 2, the middle of the spine. */
const CENTRE = 3;

/** The scene without the frames in which every actor is all zeros, that is, in which nobody is seen. */
export function withoutEmptyFrames({ frames, bodies, values }: Scene): Scene {
  const size = bodies * VALUES;
  const kept: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    if (isSeen(values, frame * size, size)) kept.push(frame);
  }
  if (kept.length === frames) return { frames, bodies, values };
  const fewer = new Float32Array(kept.length * size);
  kept.forEach((frame, at) => fewer.set(values.subarray(frame * size, (frame + 1) * size), at * size));
  return { frames: kept.length, bodies, values: fewer };
}

/**
 * Moves all actors in all frames, in place, so that joint 2 of the first actor in its first frame is the origin, in single precision
 * (lineage: CTR-GCN); an actor who is not seen in a frame stays all zeros there. False when the first actor is never seen.
 */
export function centre({ frames, bodies, values }: Scene): boolean {
  let start = 0;
  while (start < frames && !isSeen(values, start * bodies * VALUES, VALUES)) start++;
  if (start === frames) return false;
  const at = start * bodies * VALUES + CENTRE;
  const origin = values.slice(at, at + 3);
  for (let body = 0; body < values.length; body += VALUES) {
    if (!isSeen(values, body, VALUES)) continue;
    for (let joint = body; joint < body + VALUES; joint += 3) {
      for (let axis = 0; axis < 3; axis++) values[joint + axis] = values[joint + axis]! - origin[axis]!;
    }
  }
  return true;
}

function isSeen(values: Float32Array, start: number, count: number): boolean {
  for (let at = start; at < start + count; at++) if (values[at] !== 0) return true;
  return false;
}
