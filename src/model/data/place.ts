import type { Draft } from "./draft";

/** One clip's coordinates, [T, M, V, 3] with its own M, and which of its bodies each frame shows. */
export interface Recorded {
  readonly frames: number;
  readonly bodies: number;
  readonly joints: number;
  readonly values: Float32Array;
  /** 1 where a body is there, [T, M]; longer than that where it is reused. */
  readonly present: Uint8Array;
}

/** A tracked body is never exactly zero in all its coordinates. */
export function findBodies(present: Uint8Array, values: Float32Array, bodyFloats: number): void {
  for (let at = 0, body = 0; at < values.length; body++) {
    const end = at + bodyFloats;
    let from = at;
    while (from < end && values[from] === 0) from++;
    present[body] = from < end ? 1 : 0;
    at = end;
  }
}

/** The centre joint of the first body in the first frame that shows it; of places in a picture, in the first frame that has seen the joint itself. */
export function findCentre(draft: Draft, recorded: Recorded, center: number, scored: boolean): void {
  const { frames, bodies, joints, values, present } = recorded;
  draft.centre.fill(0);
  for (let frame = 0; frame < frames; frame++) {
    const at = (frame * bodies * joints + center) * 3;
    if (present[frame * bodies] === 0 || (scored && values[at + 2] === 0)) continue;
    for (let axis = 0; axis < (scored ? 2 : 3); axis++) draft.centre[axis] = values[at + axis]!;
    return;
  }
}

/**
 * Scale and shift that bring the whole rotated clip to [-1, 1] on each axis; an axis without extent divides by 1. What augmentation has scaled or
 * shifted before, this cancels. The third number of places in a picture is no axis.
 */
export function findRange(draft: Draft, { joints, values, present }: Recorded, scored: boolean): void {
  const { rotation: r, centre, scale, shift } = draft;
  const bodyFloats = joints * 3;
  const axes = scored ? 2 : 3;
  const [low, high] = [shift.fill(Infinity), scale.fill(-Infinity)];
  for (let start = 0, body = 0; start < values.length; start += bodyFloats, body++) {
    if (present[body] === 0) continue;
    for (let at = start; at < start + bodyFloats; at += 3) {
      if (scored && values[at + 2] === 0) continue;
      const x = values[at]! - centre[0]!;
      const y = values[at + 1]! - centre[1]!;
      const z = scored ? 0 : values[at + 2]! - centre[2]!;
      for (let axis = 0; axis < axes; axis++) {
        const value = r[axis * 3]! * x + r[axis * 3 + 1]! * y + r[axis * 3 + 2]! * z;
        if (value < low[axis]!) low[axis] = value;
        if (value > high[axis]!) high[axis] = value;
      }
    }
  }
  for (let axis = 0; axis < 3; axis++) {
    const least = low[axis]!;
    const most = high[axis]!;
    const range = most > least ? most - least : 1;
    scale[axis] = Number.isFinite(least) ? 2 / range : 1;
    shift[axis] = Number.isFinite(least) ? (-2 * least) / range - 1 : 0;
  }
}
