import { MOST_SHOWN_CLASSES, type StepProbabilities } from "../../../common/payloads/skeleton";
import { centralCrop } from "../../../model/data/crop";
import type { Dataset } from "../../../model/data/dataset";
import { watching } from "../../attention/watchedRun";
import type { PlannedRun } from "../plan";
import type { PickedClip } from "./skeletonClips";

/** A class that is never this likely is not worth a line. */
const LEAST = 0.02;

/**
 * The probabilities of classes over the frames of test clips, by the network of a finished run.
 * @throws HglError "store" for a damaged checkpoint, "data" for other data than the run's, "interrupted"
 */
export async function stepProbabilities(
  run: PlannedRun,
  dataset: Dataset,
  picks: readonly PickedClip[],
  stop: AbortSignal | undefined,
): Promise<StepProbabilities[]> {
  return await watching([run], dataset, stop, async ([watched]) => {
    const all: StepProbabilities[] = [];
    for (const { clip, predicted } of picks) {
      const { label, frames } = dataset.clips[clip]!;
      const crop = { start: 0, length: 0 };
      centralCrop(crop, frames, run.config.data.augment.testCrop);
      const shares = softmaxOverClasses(await watched!.stepsOf(clip), dataset.classes.length);
      const shown = shownClasses(shares, [label, ...(predicted === null ? [] : [predicted])]);
      all.push({
        from: crop.start,
        to: crop.start + crop.length,
        classes: shown.map((one) => dataset.classes[one]!),
        values: shown.map((one) => shares[one]!.map((value) => Math.round(1e4 * value) / 1e4)),
      });
    }
    return all;
  });
}

/** [classes, steps] of logits to shares, class by class. */
function softmaxOverClasses(logits: Float32Array, classes: number): number[][] {
  const steps = logits.length / classes;
  const shares = Array.from({ length: classes }, () => new Array<number>(steps).fill(0));
  for (let step = 0; step < steps; step++) {
    let largest = -Infinity;
    for (let one = 0; one < classes; one++) largest = Math.max(largest, logits[one * steps + step]!);
    let sum = 0;
    for (let one = 0; one < classes; one++) sum += Math.exp(logits[one * steps + step]! - largest);
    for (let one = 0; one < classes; one++) shares[one]![step] = Math.exp(logits[one * steps + step]! - largest) / sum;
  }
  return shares;
}

/** Those that must be there, then the ones that are likeliest anywhere. */
function shownClasses(shares: readonly (readonly number[])[], wanted: readonly number[]): number[] {
  const peaks = shares.map((row, one) => ({ one, peak: Math.max(...row) }));
  peaks.sort((a, b) => b.peak - a.peak || a.one - b.one);
  const others = peaks.filter(({ one, peak }) => peak >= LEAST && !wanted.includes(one)).map(({ one }) => one);
  return [...new Set([...wanted, ...others])].slice(0, MOST_SHOWN_CLASSES);
}
