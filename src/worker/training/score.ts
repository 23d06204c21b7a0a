import type { Evaluation } from "../../common/runRecord";
import type { Partition } from "../../common/vocabulary";
import { evaluate } from "../../model/evaluation/metrics";
import { averageViews } from "../../model/evaluation/views";
import type { Batch } from "../loading/batchLoader";
import type { Scores } from "../store/scores";
import type { OpenedData } from "./parts";
import { isStopped, type Sitting } from "./sitting";

export interface Scored {
  readonly evaluation: Evaluation;
  readonly scores: Scores;
}

/** Batches of some clips in their order, each clip `views` times, read ahead from now on. */
export function openClips(data: OpenedData, clips: readonly number[], views = 1): AsyncIterable<Batch> {
  return data.open({ kind: "evaluate", clips: Int32Array.from(clips), views });
}

/** Scores as they are kept: of the views that the run's configuration asks for, averaged. */
export async function scoreViews(
  sitting: Sitting,
  clips: readonly number[],
  partition: Partition,
): Promise<Scored | undefined> {
  const views = sitting.spec.config.data.testClips;
  return await score(sitting, clips, partition, openClips(sitting.data, clips, views), views);
}

/** Logits and metrics of one pass over the clips, each `views` times, with the trainer's weights; undefined when stopped on the way. */
export async function score(
  sitting: Sitting,
  clips: readonly number[],
  partition: Partition,
  batches: AsyncIterable<Batch>,
  views = 1,
): Promise<Scored | undefined> {
  const { dataset, trainer } = sitting;
  const classes = dataset.classes.length;
  const seen = new Float32Array(clips.length * views * classes);
  const labels = Int32Array.from(clips, (clip) => dataset.clips[clip]!.label);
  let row = 0;
  for await (const { x, count } of batches) {
    seen.set((await trainer.evaluate(x, count)).subarray(0, count * classes), row * classes);
    row += count;
    if (isStopped(sitting)) return undefined;
  }
  const logits = averageViews(seen, classes, views);
  const evaluation = evaluate(logits, labels, classes, partition);
  return { evaluation, scores: { logits, labels, classes, clips: clips.map((clip) => dataset.clips[clip]!.id) } };
}
