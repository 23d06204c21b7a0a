import type { Stream } from "../../common/vocabulary";
import { leavesFirst } from "../skeleton/layout";
import type { Layout } from "../skeleton/layout";
import { isSpatial } from "./dataset";
import type { Coordinates } from "./source";

/** How a stream is made from joints: which ancestor is subtracted, and whether frames are then differenced. */
export interface StreamPlan {
  /** Joints, descendants before ancestors. */
  readonly order: readonly number[];
  /** What is subtracted from each joint: -1 makes the joint zero; null leaves all joints as they are. */
  readonly ancestors: readonly number[] | null;
  readonly motion: boolean;
  /** Whether the third number is a detector's confidence, of which bones and differences take the mean of the two they join. */
  readonly scored: boolean;
}

/**
 * J joints; B child minus parent, the root zero; K child minus second ancestor, zero where there is none (lineage:
 * ProtoGCN; InfoGCN keeps the joint there); JM, BM, KM their frame differences. Method, section 6. The confidence of a bone or a
 * difference is the mean of its two ends', of a root's the root's own (lineage: pyskl's JointToBone and ToMotion, ProtoGCN's JointToKB).
 */
export function planStream(stream: Stream, layout: Layout, coordinates: Coordinates): StreamPlan {
  const kind = stream[0] as "J" | "B" | "K";
  const ancestors = { J: null, B: layout.parents, K: layout.secondAncestors }[kind];
  return { order: leavesFirst(layout), ancestors, motion: stream.endsWith("M"), scored: !isSpatial(coordinates) };
}

/**
 * Turns the joints of one sample into the plan's stream, in place. `out` holds [M, 3, V, T] from `start`, T innermost.
 * Differences are x[t + 1] - x[t], the last frame zero.
 */
export function applyStream(
  out: Float32Array,
  start: number,
  bodies: number,
  joints: number,
  frames: number,
  plan: StreamPlan,
): void {
  for (let plane = 0; plane < bodies * 3; plane++) {
    const base = start + plane * joints * frames;
    if (plan.scored && plane % 3 === 2) joinScores(out, base, joints, frames, plan);
    else {
      if (plan.ancestors) subtractAncestors(out, base, frames, plan.order, plan.ancestors);
      if (plan.motion) for (let joint = 0; joint < joints; joint++) difference(out, base + joint * frames, frames);
    }
  }
}

/** Descendants first, so that every ancestor still holds its joint when it is subtracted. */
function subtractAncestors(
  out: Float32Array,
  base: number,
  frames: number,
  order: readonly number[],
  ancestors: readonly number[],
): void {
  for (const joint of order) {
    const row = base + joint * frames;
    const ancestor = ancestors[joint]!;
    if (ancestor < 0) {
      out.fill(0, row, row + frames);
      continue;
    }
    const other = base + ancestor * frames;
    for (let t = 0; t < frames; t++) out[row + t]! -= out[other + t]!;
  }
}

function difference(out: Float32Array, row: number, frames: number): void {
  const last = row + frames - 1;
  for (let at = row; at < last; at++) out[at] = out[at + 1]! - out[at]!;
  out[last] = 0;
}

function joinScores(out: Float32Array, base: number, joints: number, frames: number, plan: StreamPlan): void {
  const { order, ancestors, motion } = plan;
  if (ancestors)
    for (const joint of order) {
      const ancestor = ancestors[joint]!;
      if (ancestor < 0) continue;
      const [row, other] = [base + joint * frames, base + ancestor * frames];
      for (let t = 0; t < frames; t++) out[row + t] = (out[row + t]! + out[other + t]!) / 2;
    }
  if (!motion) return;
  for (let row = base; row < base + joints * frames; row += frames) {
    const last = row + frames - 1;
    for (let at = row; at < last; at++) out[at] = (out[at + 1]! + out[at]!) / 2;
    out[last] = 0;
  }
}
