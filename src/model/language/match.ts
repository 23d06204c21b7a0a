import * as tf from "@tensorflow/tfjs-core";
import { product } from "../../engine";
import { logProbabilities } from "../train/loss";
import type { Pairs } from "./slm";

/** What is taken from the score of a pair of one class, so that it is never drawn while there is another. */
const NO_NEGATIVE = 1e6;

/** Hard negatives of a batch; no gradient flows through the draw. */
export interface Negatives {
  /** [N, N] of 0 and 1: the text that each clip is shown with. */
  readonly texts: tf.Tensor;
  /** [N, N] of 0 and 1: the clip that each text is shown with. */
  readonly clips: tf.Tensor;
  /** [N], 1 where the batch holds another class at all, else 0. */
  readonly present: tf.Tensor;
}

/**
 * For each clip a text of another class, and for each text a clip, drawn in proportion to the softmax of their logits: the largest logit plus Gumbel
 * noise (Gumbel, 1954), so that the draw follows from the noise alone and needs no program of its own.
 *
 * @param logits [N, N], clips by texts
 * @param same [N, N], see `sameClass`
 * @param noise [2, N, N] of standard Gumbel numbers
 */
export function hardNegatives(logits: tf.Tensor, same: tf.Tensor, noise: tf.Tensor): Negatives {
  const n = logits.shape[0]!;
  const draw = (scores: tf.Tensor, at: number): tf.Tensor =>
    // tf.customGrad, because comparisons have no gradient.
    tf.customGrad((x) => {
      const allowed = tf.sub(x as tf.Tensor, tf.mul(same, NO_NEGATIVE));
      const noisy = tf.add(allowed, noise.slice([at, 0, 0], [1, -1, -1]).reshape([n, n]));
      return { value: firstLargest(noisy), gradFunc: () => tf.zeros([n, n]) };
    })(scores);
  const others = tf.sub(n, tf.sum(same, 1));
  return {
    texts: draw(logits, 0),
    clips: draw(logits.transpose(), 1),
    present: tf.cast(tf.greater(others, 0), "float32"),
  };
}

/** [N, N] with 1 at the first largest value of each row. */
function firstLargest(x: tf.Tensor): tf.Tensor {
  const n = x.shape[1]!;
  const hits = tf.cast(tf.equal(x, tf.max(x, 1, true)), "float32");
  const upTo = Float32Array.from({ length: n * n }, (_, i) => Number(Math.floor(i / n) <= i % n));
  const count = product(hits, tf.tensor(upTo, [n, n]));
  return tf.mul(hits, tf.cast(tf.equal(count, 1), "float32"));
}

/** Three times the batch: each clip with its own text, with another text, and each text with another clip; [3N, ...]. */
export function pairsWith({ skeletons, texts, padding }: Pairs, negatives: Negatives): Pairs {
  const chosen = (rows: tf.Tensor, from: tf.Tensor): tf.Tensor =>
    product(rows, from.reshape([from.shape[0]!, -1])).reshape(from.shape);
  const beside = (x: tf.Tensor): tf.Tensor => tf.concat([x, chosen(negatives.texts, x), x], 0);
  return {
    skeletons: tf.concat([skeletons, skeletons, chosen(negatives.clips, skeletons)], 0),
    texts: beside(texts),
    padding: beside(padding),
  };
}

/**
 * Matching: mean cross-entropy of "together" for the first third of the pairs and "apart" for the rest, without negatives that a batch of one class
 * could not give.
 *
 * @param logits [3N, 2] of the pairs of `pairsWith`
 * @param present [N]
 */
export function matchLoss(logits: tf.Tensor, present: tf.Tensor): tf.Tensor {
  const n = present.shape[0]!;
  const ones = tf.ones([n]);
  const weights = tf.concat([ones, present, present], 0);
  const together = tf.concat([ones, tf.zeros([2 * n])], 0);
  const targets = tf.concat([tf.sub(1, together).reshape([-1, 1]), together.reshape([-1, 1])], 1);
  const each = tf.sum(tf.mul(targets, logProbabilities(logits)), 1);
  return tf.neg(tf.div(tf.sum(tf.mul(each, weights)), tf.sum(weights)));
}
