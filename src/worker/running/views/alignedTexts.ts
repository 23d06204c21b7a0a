import { HglError } from "../../../common/errors";
import type { Dataset } from "../../../model/data/dataset";
import type { TextFeatures } from "../../../model/language/textFeatures";
import { textsOfRun } from "../../text/textFile";
import type { PlannedRun } from "../plan";

/**
 * The descriptions that a run has aligned its clips with.
 *
 * @throws HglError "cell" for a run that has aligned none, "store" where its descriptions are missing or damaged
 */
export function alignedTexts(
  view: string,
  train: string,
  { config, spec, folder }: PlannedRun,
  dataset: Dataset,
): TextFeatures {
  if (config.language && config.language.align > 0) return textsOfRun(spec, dataset, folder.path);
  throw new HglError({
    code: "cell",
    where: `#${view}`,
    what: `#${train} was not aligned with descriptions`,
    next: "name a train cell that has `text`, and `align` above 0",
  });
}
