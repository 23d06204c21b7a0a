import * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "../../common/config";

const ADAM_EPSILON = 1e-8;

/** Flat vectors the optimiser keeps per weight: SGD's momentum, or AdamW's two moments. */
export const slotCount = (config: TrainConfig): number => (config.optimizer === "adamw" ? 2 : 1);

/** Numbers that change from step to step and enter the program as one small input. */
export const SCALARS = ["rate", "bias1", "bias2"] as const;

/** The scalars of update number `step` (1-based), computed in double precision so that resuming repeats them exactly. */
export function scalarsAt(config: TrainConfig, step: number, rate: number): Float32Array {
  const [beta1, beta2] = config.betas;
  return Float32Array.of(rate, 1 - beta1 ** step, 1 - beta2 ** step);
}

/**
 * One update of all weights at once, as PyTorch's SGD (momentum, Nesterov, coupled decay) or AdamW (decoupled decay).
 *
 * @param weights, gradient [P]
 * @param slots [slotCount · P]
 * @param scalars [3], see SCALARS
 */
export function update(
  config: TrainConfig,
  weights: tf.Tensor,
  gradient: tf.Tensor,
  slots: tf.Tensor,
  scalars: tf.Tensor,
): { weights: tf.Tensor; slots: tf.Tensor } {
  const p = weights.shape[0]!;
  const scalar = (name: (typeof SCALARS)[number]): tf.Tensor => scalars.slice([SCALARS.indexOf(name)], [1]);
  const rate = scalar("rate");
  if (config.optimizer === "sgd") {
    const decayed = config.weightDecay ? tf.add(gradient, tf.mul(weights, config.weightDecay)) : gradient;
    const velocity = tf.add(tf.mul(slots, config.momentum), decayed);
    const direction = config.nesterov ? tf.add(decayed, tf.mul(velocity, config.momentum)) : velocity;
    return { weights: tf.sub(weights, tf.mul(direction, rate)), slots: velocity };
  }
  const [beta1, beta2] = config.betas;
  const first = tf.add(tf.mul(slots.slice([0], [p]), beta1), tf.mul(gradient, 1 - beta1));
  const second = tf.add(tf.mul(slots.slice([p], [p]), beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const denominator = tf.add(tf.sqrt(tf.div(second, scalar("bias2"))), ADAM_EPSILON);
  const direction = tf.div(tf.div(first, scalar("bias1")), denominator);
  const kept = tf.mul(weights, tf.sub(1, tf.mul(rate, config.weightDecay)));
  return { weights: tf.sub(kept, tf.mul(direction, rate)), slots: tf.concat([first, second]) };
}

/** The gradient scaled down to a norm of at most `clip` (0: never), and its norm before. */
export function clipped(gradient: tf.Tensor, clip: number): { gradient: tf.Tensor; norm: tf.Tensor } {
  const norm = tf.sqrt(tf.sum(tf.square(gradient))).reshape([1]);
  if (clip === 0) return { gradient, norm };
  return { gradient: tf.mul(gradient, tf.minimum(1, tf.div(clip, tf.add(norm, 1e-6)))), norm };
}
