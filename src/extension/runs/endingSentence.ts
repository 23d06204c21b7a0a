import type { Translate } from "../translate";
import type { Ending } from "./endings";
import { share } from "./runTexts";

/** "Training #base has ended: seed 1 97.0 %, seed 2 96.0 %." or what failed. */
export function endingSentence(
  { cell, runs }: Ending,
  t: Translate,
): { readonly sentence: string; readonly failed: boolean } {
  const failure = runs.find(({ state }) => state === "failed");
  if (failure) {
    const sentence = t(
      "Training #{0}, seed {1}, has failed: {2}",
      cell,
      failure.seed,
      failure.message ?? t("It failed without saying why."),
    );
    return { sentence, failed: true };
  }
  const scores = runs.map(({ seed, test }) =>
    test === null ? t("seed {0}", seed) : t("seed {0} {1}", seed, share(test)),
  );
  return { sentence: t("Training #{0} has ended; test accuracy: {1}.", cell, scores.join(", ")), failed: false };
}
