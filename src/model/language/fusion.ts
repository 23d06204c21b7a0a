import * as tf from "@tensorflow/tfjs-core";
import type { Declaration } from "../network/parameters";
import type { Pass } from "../network/pass";
import { declareLinear, linear } from "./linear";
import type { LanguageShape } from "./shape";

/** Of positions and types [lineage: BERT]. */
const EMBEDDING = { kind: "normal", mean: 0, std: 0.02 } as const;

export function declareFusion(d: Declaration, shape: LanguageShape): void {
  const { width } = shape.config;
  declareLinear(d, "language.skeleton", width, shape.feature);
  declareLinear(d, "language.text", width, shape.textWidth);
  d.weight("language.skeleton.position", [shape.skeletonTokens, width], EMBEDDING);
  d.weight("language.text.position", [shape.textTokens ?? 1, width], EMBEDDING);
  d.weight("language.type", [2, width], EMBEDDING);
}

/**
 * Tokens of one modality as the skeleton-language model reads them: projected to D, with what is learned for their position and their modality.
 *
 * @param tokens [N, S, C] of a skeleton, or [N, L, D_t] of a text
 * @returns [N, S, D] or [N, L, D]
 */
export function embedded(pass: Pass, modality: "skeleton" | "text", tokens: tf.Tensor): tf.Tensor {
  const type = pass.get("language.type").slice([modality === "skeleton" ? 0 : 1, 0], [1, -1]);
  const place = tf.add(pass.get(`language.${modality}.position`), type);
  return tf.add(linear(pass, `language.${modality}`, tokens), place);
}

/** What is added to attention's scores, where softmax makes it nothing. */
const NOT_SEEN = 1e9;

/**
 * For each text token 0, or a large negative number where it only pads.
 *
 * @param lengths [N, 1], tokens of each text
 * @returns [N, L]
 */
export function padding(lengths: tf.Tensor, most: number): tf.Tensor {
  const places = tf.tensor(Float32Array.from({ length: most }, (_, i) => i), [1, most]); // prettier-ignore
  return tf.mul(tf.sub(tf.cast(tf.greater(lengths, places), "float32"), 1), NOT_SEEN);
}
