import type { Bvh, BvhJoint, Channel } from "./bvh";

/**
 * Tells frame after frame where every joint is in the file's own coordinates: [V, 3] in double precision, End Sites included, in an array that
 * the next frame overwrites. Rotations are applied in the order of
 * the channels, each about the axes that the ones before it turned (Meredith & Maddock 2001), in degrees.
 *
 * A root's position is added to its offset. Another joint's position channels mean either what is added to the offset or what takes its
 * place, and the files do not say which; ours: they take its place where the first frame lies nearer to the offset than to zero.
 */
export function eachFrame(
  { joints, frames, motion }: Bvh,
  see: (frame: number, positions: Float64Array) => void,
): void {
  const channels = joints.reduce((sum, joint) => sum + joint.channels.length, 0);
  const plans = planned(joints, motion);
  const positions = new Float64Array(joints.length * 3);
  /** Per joint, its rotation in the world, row-major. */
  const turned = new Float64Array(joints.length * 9);
  for (let frame = 0; frame < frames; frame++) {
    plans.forEach((plan, joint) => place(positions, turned, joint, plan, motion, frame * channels + plan.start));
    see(frame, positions);
  }
}

interface Plan {
  readonly parent: number;
  /** The joint's first channel among all. */
  readonly start: number;
  /** What the position channels are added to. */
  readonly base: readonly [number, number, number];
  readonly channels: readonly { readonly axis: number; readonly turns: boolean }[];
}

function planned(joints: readonly BvhJoint[], motion: Float64Array): readonly Plan[] {
  let start = 0;
  return joints.map(({ parent, offset, channels }) => {
    const first = firstPosition(channels, motion, start);
    const own = { start, parent, channels: channels.map(meaningOf) };
    start += channels.length;
    const replaces = parent >= 0 && first !== undefined && distance(first, offset) < distance(first, [0, 0, 0]);
    return { ...own, base: replaces ? ([0, 0, 0] as const) : offset };
  });
}

function meaningOf(channel: Channel): { readonly axis: number; readonly turns: boolean } {
  return { axis: "XYZ".indexOf(channel[0]!), turns: channel.endsWith("rotation") };
}

/** The position channels in the first frame; undefined where there are not all three. */
function firstPosition(
  channels: readonly Channel[],
  motion: Float64Array,
  start: number,
): readonly [number, number, number] | undefined {
  const places = (["Xposition", "Yposition", "Zposition"] as const).map((channel) => channels.indexOf(channel));
  return places.includes(-1) ? undefined : (places.map((at) => motion[start + at]!) as [number, number, number]);
}

function distance(a: readonly [number, number, number], b: readonly [number, number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function place(
  positions: Float64Array,
  turned: Float64Array,
  joint: number,
  plan: Plan,
  motion: Float64Array,
  values: number,
): void {
  const local = [...plan.base];
  const own = turned.subarray(joint * 9, joint * 9 + 9);
  const above = plan.parent < 0 ? IDENTITY : turned.subarray(plan.parent * 9, plan.parent * 9 + 9);
  own.set(above);
  plan.channels.forEach(({ axis, turns }, at) => {
    const value = motion[values + at]!;
    if (turns) turn(own, axis, (value * Math.PI) / 180);
    else local[axis]! += value;
  });
  for (let axis = 0; axis < 3; axis++) {
    const from = plan.parent < 0 ? 0 : positions[plan.parent * 3 + axis]!;
    positions[joint * 3 + axis] =
      from + above[axis * 3]! * local[0]! + above[axis * 3 + 1]! * local[1]! + above[axis * 3 + 2]! * local[2]!;
  }
}

const IDENTITY = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);

/** Multiplies a rotation from the right by one about an axis: only the other two columns change. */
function turn(rotation: Float64Array, axis: number, angle: number): void {
  const [b, c] = [(axis + 1) % 3, (axis + 2) % 3];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let row = 0; row < 9; row += 3) {
    const [left, right] = [rotation[row + b]!, rotation[row + c]!];
    rotation[row + b] = left * cos + right * sin;
    rotation[row + c] = right * cos - left * sin;
  }
}
