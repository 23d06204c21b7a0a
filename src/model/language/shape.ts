import { HglError } from "../../common/errors";
import type { LanguageConfig } from "../../common/config";
import { stridedLength } from "../../engine";
import type { NetworkShape } from "../network/hglnet";
import type { TextFeatures } from "./textFeatures";
import { leadingTokens } from "./tokens";

/** What a skeleton-language model is built for. */
export interface LanguageShape {
  readonly config: LanguageConfig;
  /** C of HGLNet's last map. */
  readonly feature: number;
  /** Skeleton tokens: 1 + 4 + T'. */
  readonly skeletonTokens: number;
  /** D_t of the text encoder. */
  readonly textWidth: number;
  /** L, the most tokens of a description; null where the encoder gives sentence vectors alone, which are then the one token. */
  readonly textTokens: number | null;
}

/** What of a text encoder decides sizes. */
export interface TextShape {
  readonly dimension: TextFeatures["dimension"];
  readonly tokens: Pick<NonNullable<TextFeatures["tokens"]>, "most"> | null;
}

/** @throws HglError "model" when the width cannot be split over the heads */
export function languageShape(
  config: LanguageConfig,
  { layout, window, config: model }: NetworkShape,
  text: TextShape,
): LanguageShape {
  if (config.width % config.heads !== 0) {
    throw new HglError({
      code: "model",
      what: `a skeleton-language model ${config.width} wide cannot be split over ${config.heads} heads`,
      next: `give a width that ${config.heads} divides`,
    });
  }
  return {
    config,
    feature: model.widths.at(-1)!,
    skeletonTokens: leadingTokens(layout) + model.strides.reduce(stridedLength, window),
    textWidth: text.dimension,
    textTokens: text.tokens?.most ?? null,
  };
}
