import type { DataConfig } from "../../common/config";
import type { RandomStream } from "../random";
import { pick } from "./pick";

/** What is set to zero in one training sample before its stream is made. */
export interface Masks {
  /** 1 for a joint that is hidden in the hidden frames. */
  readonly joints: Uint8Array;
  readonly frames: Uint8Array;
  /** Whether joints are hidden at all. */
  hidden: boolean;
  /** The axis that is zero throughout, -1 for none. */
  axis: number;
}

export function noMasks(joints: number, window: number): Masks {
  return { joints: new Uint8Array(joints), frames: new Uint8Array(window), hidden: false, axis: -1 };
}

/**
 * With probability `share`: a number of joints and a number of frames, each drawn evenly from its bounds (no more than there are), then which ones.
 * Lineage: SkateFormer's feeder of NW-UCLA (share 0.5, 4 to 12 joints, 16 to 32 frames).
 */
export function drawJointMask(
  masks: Masks,
  { share, joints, frames }: NonNullable<DataConfig["augment"]["jointMask"]>,
  stream: RandomStream,
): void {
  masks.hidden = stream.uniform() < share;
  if (!masks.hidden) return;
  pick(masks.joints, countWithin(joints, stream), stream);
  pick(masks.frames, countWithin(frames, stream), stream);
}

/** With probability `share`: one of the first `axes` axes, drawn evenly. Lineage: SkateFormer's feeder of NW-UCLA (share 0.5). */
export function drawAxisMask(masks: Masks, share: number, axes: number, stream: RandomStream): void {
  masks.axis = stream.uniform() < share ? stream.int(axes) : -1;
}

/** Zeroes what the masks hide in all bodies of one sample, [M, 3, V, T] from `start`. */
export function applyMasks(out: Float32Array, start: number, bodies: number, masks: Masks): void {
  const { joints, frames, hidden, axis } = masks;
  const window = frames.length;
  const plane = joints.length * window;
  for (let at = 0; at < bodies * 3; at++) {
    const base = start + at * plane;
    if (at % 3 === axis) out.fill(0, base, base + plane);
    else if (hidden) hideJoints(out, base, joints, frames);
  }
}

function hideJoints(out: Float32Array, base: number, joints: Uint8Array, frames: Uint8Array): void {
  const window = frames.length;
  for (let joint = 0; joint < joints.length; joint++) {
    if (joints[joint] === 0) continue;
    for (let t = 0; t < window; t++) if (frames[t] === 1) out[base + joint * window + t] = 0;
  }
}

function countWithin([least, most]: readonly [number, number], stream: RandomStream): number {
  return least + stream.int(most - least + 1);
}
