import * as tf from "@tensorflow/tfjs-core";
import { inScope } from "../../engine";
import type { Declaration } from "../network/parameters";
import type { Pass } from "../network/pass";
import type { Layout } from "../skeleton/layout";
import { alignLogits, alignLoss, declareAlign, sameClass } from "./align";
import { embedded, padding } from "./fusion";
import { hardNegatives, matchLoss, pairsWith } from "./match";
import type { LanguageShape } from "./shape";
import { declareSlm, dropoutSites, slm } from "./slm";
import { skeletonTokens } from "./tokens";

/** Without matching no skeleton-language model is needed. */
const matches = ({ config }: LanguageShape): boolean => config.match > 0;

export function declareLanguage(d: Declaration, shape: LanguageShape): void {
  declareAlign(d, shape);
  if (matches(shape)) declareSlm(d, shape);
}

/** The inputs of a training step beside clips and labels, with their shapes. */
export function languageInputs(shape: LanguageShape, batch: number): Record<string, number[]> {
  const { config, textWidth, textTokens } = shape;
  return {
    lossWeights: [2],
    sentences: [batch, textWidth],
    ...(matches(shape) ? { negativeNoise: [2, batch, batch] } : {}),
    ...(matches(shape) && textTokens !== null ? { tokens: [batch, textTokens, textWidth], lengths: [batch, 1] } : {}),
    ...(matches(shape) && config.dropout > 0
      ? { languageDropout: [dropoutSites(shape), 3 * batch, config.width] }
      : {}),
  };
}

export interface LanguageLoss {
  /** Both terms times their weights. */
  readonly weighted: tf.Tensor;
  /** [1] each; matching is 0 where it is left out. */
  readonly align: tf.Tensor;
  readonly match: tf.Tensor;
}

/**
 * la·L_align + lm·L_match of (E15).
 *
 * @param map HGLNet's last map [N·M, C, V, T']
 * @param inputs see `languageInputs`; `lossWeights` are la and lm as they stand at the step
 * @param labels [N, 1]
 */
export function languageLoss(
  pass: Pass,
  shape: LanguageShape,
  layout: Layout,
  map: tf.Tensor,
  inputs: Readonly<Record<string, tf.Tensor>>,
  labels: tf.Tensor,
): LanguageLoss {
  const sentences = inputs.sentences!;
  const [n, textWidth] = sentences.shape as [number, number];
  const tokens = inScope("language.tokens", () => skeletonTokens(layout, map));
  const same = sameClass(labels);
  const logits = inScope("language.align", () =>
    alignLogits(pass, tokens.slice([0, 0, 0], [-1, 1, -1]).reshape([n, shape.feature]), sentences),
  );
  const align = alignLoss(logits, same);
  const weight = (at: number): tf.Tensor => inputs.lossWeights!.slice([at], [1]).reshape([]);
  const aligned = tf.mul(align, weight(0));
  if (!matches(shape)) return { weighted: aligned, align: align.reshape([1]), match: tf.zeros([1]) };

  const most = shape.textTokens ?? 1;
  const pairs = inScope("language.fusion", () => ({
    skeletons: embedded(pass, "skeleton", tokens),
    texts: embedded(pass, "text", inputs.tokens ?? sentences.reshape([n, 1, textWidth])),
    padding: padding(inputs.lengths ?? tf.ones([n, 1]), most),
  }));
  const negatives = inScope("language.negatives", () => hardNegatives(logits, same, inputs.negativeNoise!));
  const together = slm(pass, shape, pairsWith(pairs, negatives), inputs.languageDropout);
  const match = matchLoss(together, negatives.present);
  return {
    weighted: tf.add(aligned, tf.mul(match, weight(1))),
    align: align.reshape([1]),
    match: match.reshape([1]),
  };
}
