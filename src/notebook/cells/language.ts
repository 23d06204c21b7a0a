import * as z from "zod";
import type { LanguageConfig, TextConfig, TrainConfig } from "../../common/config";
import { FUSION_CHOICES, LANGUAGE_STAGES } from "../../common/vocabulary";
import { field, share, whole } from "./field";
import type { Rule } from "./rule";

const RECONSTRUCTION = "reconstruction: the paper's abstract names the module, not its sizes";

/** How descriptions take part in training: the train cell's `language`. */
export const languageSchema = z.strictObject({
  fusion: field(z.enum(FUSION_CHOICES).default("concat"), {
    meaning: "How skeleton and text tokens meet in the skeleton-language model.",
    source: "reconstruction of the abstract's sequential fusion; cross-attention after PCLE",
    choices: {
      concat: "One sequence, skeleton tokens then text tokens.",
      "cross-attention": "Skeleton tokens look at text tokens.",
    },
  }),
  align: field(share(0, 10).default(0.8), {
    meaning: "Weight of alignment: a clip's feature and its description's vector move together. 0 leaves it out.",
    source: "GAP: 0.8 on NTU RGB+D, 1 on NW-UCLA",
  }),
  match: field(share(0, 10).default(0.2), {
    meaning:
      "Weight of matching: the skeleton-language model tells a clip's own description from one of another class. 0 leaves it and the model out.",
    source: "ours",
  }),
  width: field(whole(8, 4096).default(256), {
    meaning: "Width D of the tokens once both sides are projected, and of the space in which they are aligned.",
    source: RECONSTRUCTION,
  }),
  layers: field(whole(1, 24).default(2), {
    meaning: "Layers of the skeleton-language model; few, so that HGLNet has to carry the meaning.",
    source: RECONSTRUCTION,
  }),
  heads: field(whole(1, 64).default(4), {
    meaning: "Attention heads of a layer; they must divide `width`.",
    source: RECONSTRUCTION,
  }),
  feedForward: field(whole(8, 16_384).default(512), {
    meaning: "Width of the feed-forward network inside a layer.",
    source: RECONSTRUCTION,
  }),
  dropout: field(share(0, 0.9).default(0.1), {
    meaning: "Dropout behind attention and feed-forward.",
    source: RECONSTRUCTION,
  }),
  temperature: field(share(1, 100).default(10), {
    meaning: "What cosines are multiplied by before the softmax, at the start; learned, and held within 1 to 100.",
    source: "ours: between GAP's 2.66 and CLIP's 14.3",
  }),
  ramp: field(whole(0, 1000).optional(), {
    meaning: "Epochs in which both weights grow from 0, behind the warm-up or from the second stage's beginning.",
    source: "ours",
    fallback: "`10`, but at most a quarter of the epochs",
  }),
  stage: field(z.enum(LANGUAGE_STAGES).default("joint"), {
    meaning: "When descriptions take part.",
    source: "GAP, SkeletonAgent: joint",
    choices: {
      joint: "From the start.",
      "two-stage": "In `secondEpochs` of their own, after HGLNet has been trained alone.",
    },
  }),
  secondEpochs: field(whole(1, 10_000).default(20), {
    meaning: "Epochs of the second stage, after those of the cell.",
    source: "ours",
  }),
  secondLr: field(z.number().gt(0).max(100).default(0.01), {
    meaning: "Learning rate of the second stage.",
    source: "ours",
  }),
});

export type LanguageCell = z.output<typeof languageSchema>;

/** The options with every default filled in. */
export function completeLanguage(
  cell: LanguageCell,
  { epochs }: Pick<TrainConfig, "epochs">,
  texts: TextConfig,
): LanguageConfig {
  const own = cell.stage === "two-stage" ? cell.secondEpochs : epochs;
  return { ...cell, ramp: cell.ramp ?? Math.min(10, Math.floor(own / 4)), texts };
}

/** What the options must satisfy together. */
export function languageRules({ width, heads, align, match }: LanguageCell): Rule[] {
  const rules: Rule[] = [];
  if (match > 0 && width % heads !== 0) {
    const finding = { code: "indivisible", key: "language.heads", value: heads, of: "`language.width`", total: width } as const; // prettier-ignore
    rules.push({ path: ["language", "heads"], finding });
  }
  if (align === 0 && match === 0) {
    const because = "both `align` and `match` are 0";
    rules.push({ path: ["language"], finding: { code: "no-effect", key: "language", because } });
  }
  return rules;
}
