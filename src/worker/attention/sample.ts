import type { Dataset } from "../../model/data/dataset";
import type { PlannedRun } from "../running/plan";
import { judgedClips } from "../running/views/skeletonClips";

/** Clips that a mean over the test split is taken of where it has more: beyond, it does not change to the eye, and an hour is lost on large data. */
export const MOST_SAMPLED = 64;

/** Test clips equally far apart in the order of their classes, all of them where they are few. @throws HglError "store" for damaged scores */
export function sampledClips(dataset: Dataset, run: PlannedRun): number[] {
  const clips = judgedClips(dataset, run).map(({ clip }) => clip);
  clips.sort((a, b) => dataset.clips[a]!.label - dataset.clips[b]!.label || a - b);
  const wanted = Math.min(MOST_SAMPLED, clips.length);
  return Array.from({ length: wanted }, (_, i) => clips[Math.floor((i * clips.length) / wanted)]!);
}
