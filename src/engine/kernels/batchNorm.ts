import * as tf from "@tensorflow/tfjs-core";
import { defineMacro } from "./macro";
import { otherAxes } from "./pointwise";

const run = defineMacro<{ epsilon: number }>({
  name: "HglBatchNorm",
  inputs: ["x", "scale", "offset"],
  infer: ([x]) => [x!, [x![1]!], [x![1]!]],
  lower: (g, [x, scale, offset], { epsilon }, [shape, c]) => {
    // ONNX Runtime writes the statistics over these two inputs, so each node gets throw-away ones that no optimiser can merge.
    const zeros = (from: typeof x) => g.node("Sub", [from!, from!], c!);
    const attributes = { epsilon: { float: epsilon }, momentum: { float: 0 }, training_mode: 1 };
    return g.nodeMany(
      "BatchNormalization",
      [x!, scale!, offset!, zeros(scale), zeros(offset)],
      [shape!, c!, c!],
      attributes,
      "float32",
      "batch_norm",
    );
  },
  eager: ([x, scale, offset], { epsilon }) => {
    const { mean, variance } = tf.moments(x!, otherAxes(x!));
    const normed = tf.div(tf.sub(x!, channels(mean, x!)), tf.sqrt(tf.add(channels(variance, x!), epsilon)));
    return [tf.add(tf.mul(normed, channels(scale!, x!)), channels(offset!, x!)), mean, variance];
  },
  gradient: ([dy], [x, scale], [, mean, variance], { epsilon }) => {
    const axes = otherAxes(x!);
    const count = x!.size / x!.shape[1]!;
    const inverse = tf.rsqrt(tf.add(variance!, epsilon));
    const sumDy = tf.sum(dy!, axes);
    // Centring first costs a pass, but the difference of two large sums would lose half the digits where the mean is large.
    const centred = tf.sub(x!, channels(mean!, x!));
    const dScale = tf.mul(tf.sum(tf.mul(dy!, centred), axes), inverse);
    // dx is affine in dy and x per channel: a dy + b (x - mean) + c.
    const a = tf.mul(scale!, inverse);
    const b = tf.mul(tf.mul(a, tf.mul(inverse, dScale)), -1 / count);
    const c = tf.mul(tf.mul(a, sumDy), -1 / count);
    const dx = tf.add(tf.mul(dy!, channels(a, x!)), tf.add(tf.mul(centred, channels(b, x!)), channels(c, x!)));
    return [dx, dScale, sumDy];
  },
});

/**
 * Batch normalisation with the batch's own statistics. Gradients flow through `y` only: mean and variance are for the running statistics.
 *
 * @param x [B, C, ...]
 * @param scale, offset [C]
 * @returns y like x; mean and population variance [C]
 */
export function batchNorm(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
): { y: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor } {
  const [y, mean, variance] = run([x, scale, offset], { epsilon }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { y, mean, variance };
}

/** A vector over channels shaped to broadcast against [B, C, ...]. */
export function channels(vector: tf.Tensor, like: tf.Tensor): tf.Tensor {
  return vector.reshape([-1, ...like.shape.slice(2).map(() => 1)]);
}
