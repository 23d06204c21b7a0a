import * as tf from "@tensorflow/tfjs-core";
import { inScope } from "../../engine";
import type { Declaration } from "../network/parameters";
import type { Pass } from "../network/pass";
import { declareFusion } from "./fusion";
import { declareLayer, layer, layerName } from "./layer";
import { declareLayerNorm, declareLinear, layerNorm, linear } from "./linear";
import type { LanguageShape } from "./shape";

export function declareSlm(d: Declaration, shape: LanguageShape): void {
  declareFusion(d, shape);
  for (let i = 0; i < shape.config.layers; i++) declareLayer(d, layerName(i), shape);
  declareLayerNorm(d, "language.norm", shape.config.width);
  declareLinear(d, "language.match", 2, shape.config.width);
}

/** Dropout masks of one pass: behind attention and feed-forward of each layer. */
export const dropoutSites = ({ config }: LanguageShape): number => 2 * config.layers;

/** Skeletons and texts, pair by pair. */
export interface Pairs {
  /** [B, S, D], embedded. */
  readonly skeletons: tf.Tensor;
  /** [B, L, D], embedded. */
  readonly texts: tf.Tensor;
  /** [B, L], see `padding`. */
  readonly padding: tf.Tensor;
}

/**
 * SLM, the skeleton-language model [reconstruction]: whether a skeleton and a text belong together, read off the token of the whole clip behind the last
 * layer. "concat" (sequential fusion) is one sequence, skeleton tokens then text tokens; in "cross-attention" skeleton tokens look at text tokens alone.
 *
 * @param dropout [2·layers, B, D], masks already divided by the share kept; none in evaluation
 * @returns logits [B, 2], of "apart" and "together"
 */
export function slm(pass: Pass, { config }: LanguageShape, pairs: Pairs, dropout?: tf.Tensor): tf.Tensor {
  const { width, layers, heads, fusion } = config;
  const [b, s] = pairs.skeletons.shape as [number, number];
  const whole = (x: tf.Tensor): tf.Tensor => x.slice([0, 0, 0], [-1, 1, -1]);
  const mask = (site: number): tf.Tensor[] =>
    dropout ? [dropout.slice([site, 0, 0], [1, -1, -1]).reshape([b, 1, width])] : [];
  const together = fusion === "concat";
  const padding = together ? tf.concat([tf.zeros([b, s]), pairs.padding], 1) : pairs.padding;
  let x = together ? tf.concat([pairs.skeletons, pairs.texts], 1) : pairs.skeletons;
  for (let i = 0; i < layers; i++) {
    const name = layerName(i);
    x = inScope(name, () => {
      const all = layerNorm(pass, `${name}.attention.norm`, x);
      const tokens = together ? all : layerNorm(pass, `${name}.attention.textNorm`, pairs.texts);
      // Of the last layer one token is read, so that the others need not be computed.
      const last = i === layers - 1;
      const own = last ? { x: whole(x), normed: whole(all) } : { x, normed: all };
      return layer(pass, name, heads, { ...own, seen: { tokens, padding } }, [...mask(2 * i), ...mask(2 * i + 1)]);
    });
  }
  return inScope("language.match", () =>
    linear(pass, "language.match", layerNorm(pass, "language.norm", x.reshape([b, width]))),
  );
}
