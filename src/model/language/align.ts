import * as tf from "@tensorflow/tfjs-core";
import { product, relu } from "../../engine";
import type { Declaration } from "../network/parameters";
import type { Pass } from "../network/pass";
import { logProbabilities } from "../train/loss";
import { declareMatrix } from "./linear";
import type { LanguageShape } from "./shape";

/** Beyond it tau would make of one pair the whole loss [lineage: CLIP]. */
const SHARPEST = 100;
/** Keeps a vector of zeros from dividing by nothing. */
const EPSILON = 1e-12;

export function declareAlign(d: Declaration, { config, feature, textWidth }: LanguageShape): void {
  declareMatrix(d, "language.align.skeleton", config.width, feature);
  declareMatrix(d, "language.align.text", config.width, textWidth);
  d.weight("language.align.temperature", [1], { kind: "constant", value: Math.log(config.temperature) });
}

/**
 * One side of the shared space: a = norm(W_a f), or c = norm(W_c e).
 *
 * @param x f [N, C], or e [N, D_t]
 * @returns [N, D], rows of length 1
 */
export function shared(pass: Pass, side: "skeleton" | "text", x: tf.Tensor): tf.Tensor {
  const y = product(x, pass.get(`language.align.${side}.weight`), false, true);
  return tf.mul(y, tf.rsqrt(tf.add(tf.sum(tf.square(y), 1, true), EPSILON)));
}

/**
 * tau a cᵀ with a and c of `shared`; tau = exp(theta), held within [1, 100].
 *
 * @param features f of the clips, [N, C]
 * @param sentences e, [N, D_t]
 * @returns [N, N], clips by texts
 */
export function alignLogits(pass: Pass, features: tf.Tensor, sentences: tf.Tensor): tf.Tensor {
  const theta = pass.get("language.align.temperature");
  const held = tf.sub(relu(theta), relu(tf.sub(theta, Math.log(SHARPEST))));
  const cosines = product(shared(pass, "skeleton", features), shared(pass, "text", sentences), false, true);
  return tf.mul(cosines, tf.exp(held));
}

/** 1 where two clips of a batch have one class, else 0: [N, N] from labels [N, 1]. */
export function sameClass(labels: tf.Tensor): tf.Tensor {
  return tf.cast(tf.equal(labels, labels.reshape([1, -1])), "float32");
}

/**
 * Contrastive alignment [lineage: GAP]: the mean over the batch of KL(target ‖ softmax), where each row's target is spread evenly over the clips of its
 * class; clips to texts and texts to clips, averaged.
 *
 * @param logits [N, N]
 * @param same [N, N], see `sameClass`
 * @returns a scalar, 0 at the targets themselves
 */
export function alignLoss(logits: tf.Tensor, same: tf.Tensor): tf.Tensor {
  const n = logits.shape[0]!;
  const counts = tf.sum(same, 1, true);
  const targets = tf.div(same, counts);
  const entropy = tf.sum(tf.log(counts));
  const crossed = (of: tf.Tensor): tf.Tensor => tf.neg(tf.sum(tf.mul(targets, logProbabilities(of))));
  const both = tf.add(crossed(logits), crossed(logits.transpose()));
  return tf.mul(tf.sub(tf.mul(both, 0.5), entropy), 1 / n);
}
