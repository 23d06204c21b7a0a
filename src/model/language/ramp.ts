import type { LanguageConfig, RunConfig } from "../../common/config";
import { rateAt } from "../train/schedule";

type Recipe = Pick<RunConfig, "train" | "language">;

const hasSecondStage = (language: LanguageConfig | null): language is LanguageConfig => language?.stage === "two-stage";

/** Epochs of a run, those of a second stage included. */
export function epochsOf({ train, language }: Recipe): number {
  return train.epochs + (hasSecondStage(language) ? language.secondEpochs : 0);
}

/** The learning rate of a step (0-based): the schedule's, and the second stage's own after it. */
export function stageRate(
  { train, language }: Recipe,
  step: number,
  stepsPerEpoch: number,
  schedule: typeof rateAt = rateAt,
): number {
  if (hasSecondStage(language) && step >= train.epochs * stepsPerEpoch) return language.secondLr;
  return schedule(train, step, stepsPerEpoch);
}

/**
 * la and lm of (E15) as they stand at a step (0-based): growing linearly from 0 in the epochs of the ramp, which begins behind the warm-up, or with the
 * second stage. Null where descriptions take no part: without `language`, and in the first of two stages.
 */
export function lossWeightsAt({ train, language }: Recipe, step: number, stepsPerEpoch: number): Float32Array | null {
  if (!language) return null;
  const begin = hasSecondStage(language) ? train.epochs : train.warmup;
  const epochs = step / stepsPerEpoch - begin;
  if (hasSecondStage(language) && epochs < 0) return null;
  const share = language.ramp > 0 ? Math.min(1, Math.max(0, epochs / language.ramp)) : Number(epochs >= 0);
  return Float32Array.of(share * language.align, share * language.match);
}
