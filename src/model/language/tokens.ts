import * as tf from "@tensorflow/tfjs-core";
import { meanOver, product } from "../../engine";
import type { Layout } from "../skeleton/layout";

/** Tokens before those of the time steps: the whole clip, then its parts. */
export const leadingTokens = ({ parts }: Pick<Layout, "parts">): number => 1 + Object.keys(parts).length;

/**
 * Skeleton tokens of HGLNet's last map F [reconstruction; parts after GAP]: one of the whole clip (the mean over bodies, joints and steps), one for
 * each part of the layout (over bodies, steps and the part's joints), one for each step (over bodies and joints).
 *
 * @param map [N·M, C, V, T']
 * @returns [N, 1 + 4 + T', C]
 */
export function skeletonTokens(layout: Layout, map: tf.Tensor): tf.Tensor {
  const [rows, c, v, steps] = map.shape as [number, number, number, number];
  const n = rows / layout.bodies;
  const clip = meanOver(map.reshape([n, layout.bodies, c, v, steps]), 1); // [N, C, V, T']
  const parts = Object.values(layout.parts);
  const whole = Array.from({ length: v }, (_, joint) => joint);
  const pooling = tf.tensor(meansOf([whole, ...parts], v), [1, 1 + parts.length, v]);
  const leading = product(pooling, meanOver(clip, 3), false, true); // [N, 1 + 4, C]
  return tf.concat([leading, meanOver(clip, 2).transpose([0, 2, 1])], 1);
}

/** One row of weights over the joints for each list of them. */
function meansOf(lists: readonly (readonly number[])[], joints: number): Float32Array {
  const weights = new Float32Array(lists.length * joints);
  lists.forEach((list, row) => list.forEach((joint) => (weights[row * joints + joint] = 1 / list.length)));
  return weights;
}
