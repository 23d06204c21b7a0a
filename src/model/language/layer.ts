import * as tf from "@tensorflow/tfjs-core";
import { gelu, product } from "../../engine";
import type { Declaration } from "../network/parameters";
import type { Pass } from "../network/pass";
import { declareLayerNorm, declareLinear, layerNorm, linear } from "./linear";
import type { LanguageShape } from "./shape";

export const layerName = (index: number): string => `language.layers.${index + 1}`;

export function declareLayer(d: Declaration, name: string, { config }: LanguageShape): void {
  const { width, feedForward, fusion } = config;
  declareLayerNorm(d, `${name}.attention.norm`, width);
  if (fusion === "cross-attention") declareLayerNorm(d, `${name}.attention.textNorm`, width);
  for (const part of ["query", "key", "value", "out"]) declareLinear(d, `${name}.attention.${part}`, width, width);
  declareLayerNorm(d, `${name}.feedForward.norm`, width);
  declareLinear(d, `${name}.feedForward.in`, feedForward, width);
  declareLinear(d, `${name}.feedForward.out`, width, feedForward);
}

/** What a layer's tokens look at. */
export interface Seen {
  /** [B, K, D], normed. */
  readonly tokens: tf.Tensor;
  /** [B, K], added to the scores. */
  readonly padding: tf.Tensor;
}

/**
 * One pre-LN transformer encoder layer (Xiong et al., 2020): x + attention, then + feed-forward with GELU. Dropout hides whole channels of a sequence
 * behind each of the two, so that the masks of a step stay small.
 *
 * @param x [B, S, D]; `normed` is the same behind the layer's first norm
 * @param masks two of [B, 1, D], or none
 */
export function layer(
  pass: Pass,
  name: string,
  heads: number,
  { x, normed, seen }: { readonly x: tf.Tensor; readonly normed: tf.Tensor; readonly seen: Seen },
  masks: readonly tf.Tensor[],
): tf.Tensor {
  const masked = (y: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor => (mask ? tf.mul(y, mask) : y);
  const attended = tf.add(x, masked(attention(pass, `${name}.attention`, heads, normed, seen), masks[0]));
  const inner = linear(pass, `${name}.feedForward.in`, layerNorm(pass, `${name}.feedForward.norm`, attended));
  return tf.add(attended, masked(linear(pass, `${name}.feedForward.out`, gelu(inner)), masks[1]));
}

/** @param queries [B, S, D] */
function attention(pass: Pass, name: string, heads: number, queries: tf.Tensor, seen: Seen): tf.Tensor {
  const [b, s, d] = queries.shape as [number, number, number];
  const k = seen.tokens.shape[1]!;
  const split = (x: tf.Tensor, part: string, length: number): tf.Tensor =>
    linear(pass, `${name}.${part}`, x).reshape([b, length, heads, d / heads]).transpose([0, 2, 1, 3]); // prettier-ignore
  const scores = product(split(queries, "query", s), split(seen.tokens, "key", k), false, true); // [B, h, S, K]
  const scaled = tf.add(tf.mul(scores, 1 / Math.sqrt(d / heads)), seen.padding.reshape([b, 1, 1, k]));
  const mixed = product(tf.softmax(scaled), split(seen.tokens, "value", k)); // [B, h, S, D / h]
  return linear(pass, `${name}.out`, mixed.transpose([0, 2, 1, 3]).reshape([b, s, d]));
}
