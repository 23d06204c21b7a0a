import * as tf from "@tensorflow/tfjs-core";

/** Logarithms of the softmax over the rows of [N, classes]. */
export function logProbabilities(logits: tf.Tensor): tf.Tensor {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
}

/**
 * Mean cross-entropy against targets (1 - s) onehot + s / classes, s the label smoothing.
 *
 * @param logits [N, classes]
 * @param labels [N, 1], class numbers as floats
 */
export function crossEntropy(logits: tf.Tensor, labels: tf.Tensor, smoothing: number): tf.Tensor {
  const [n, classes] = logits.shape as [number, number];
  const numbers = tf.tensor(
    Float32Array.from({ length: classes }, (_, i) => i),
    [1, classes],
  );
  const hits = tf.cast(tf.equal(labels, numbers), "float32");
  const targets = tf.add(tf.mul(hits, 1 - smoothing), smoothing / classes);
  return tf.mul(tf.sum(tf.mul(targets, logProbabilities(logits))), -1 / n);
}
