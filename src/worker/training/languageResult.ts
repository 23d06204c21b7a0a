import { setImmediate as turn } from "node:timers/promises";
import type { AlignmentScores, LanguageResult } from "../../common/runRecord";
import { unseenLabels } from "../../model/data/unseen";
import { alignmentScores } from "../../model/evaluation/alignmentScores";
import { textsOfClasses } from "../../model/evaluation/retrieval";
import { textSimilarity } from "../../model/language/similarity";
import type { TextFeatures } from "../../model/language/textFeatures";
import type { Scored } from "./score";
import type { Sitting } from "./sitting";

/** Pairs of classes with the most alike descriptions that a result names. */
const MOST_SIMILAR = 5;

/** Whether a run's clips and descriptions were brought into one space at all. */
export function isAligned({ spec, texts }: Pick<Sitting, "spec" | "texts">): boolean {
  return texts !== null && (spec.config.language?.align ?? 0) > 0;
}

/**
 * What clips and descriptions find of one another with the trainer's weights, from vectors that an evaluation left: no clip is looked at anew.
 *
 * @returns nothing for a run without alignment
 */
export async function languageResult(
  { texts, trainer, dataset, spec }: Sitting,
  test: Scored,
  validation: Scored | null,
): Promise<LanguageResult | undefined> {
  if (!texts || !test.shared) return undefined;
  const { width } = spec.config.language!;
  const c = { values: await trainer.embedTexts(texts.sentences), width };
  const unseen = unseenLabels(dataset, spec.config.data);
  const scored = async ({ shared }: Scored): Promise<AlignmentScores> => {
    const clips = shared!.clips.map((clip) => dataset.clips[clip]!);
    return await alignmentScores(shared!.vectors, c, clips, texts, dataset.classes.length, unseen, turn);
  };
  return {
    level: texts.level,
    encoder: texts.encoder,
    test: await scored(test),
    validation: validation && (await scored(validation)),
    similar: mostSimilar(texts, dataset),
  };
}

function mostSimilar(texts: TextFeatures, { clips, classes }: Sitting["dataset"]): LanguageResult["similar"] {
  const similarity = textSimilarity(texts, textsOfClasses(texts, clips, classes.length));
  const pairs = classes.flatMap((first, i) =>
    classes.slice(i + 1).map((second, j) => ({
      classes: [first, second] as const,
      cosine: Number(similarity[i * classes.length + i + 1 + j]!.toFixed(4)),
    })),
  );
  return pairs.sort((a, b) => b.cosine - a.cosine).slice(0, MOST_SIMILAR);
}
