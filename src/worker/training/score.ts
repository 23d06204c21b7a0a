import type { Evaluation } from "../../common/runRecord";
import type { Partition } from "../../common/vocabulary";
import { unseenLabels } from "../../model/data/unseen";
import { evaluate } from "../../model/evaluation/metrics";
import { meansOf, vectorCount, type Vectors } from "../../model/evaluation/retrieval";
import { averageViews } from "../../model/evaluation/views";
import type { Batch } from "../loading/batchLoader";
import type { Scores } from "../store/scores";
import type { OpenedData } from "./parts";
import { isStopped, type Sitting } from "./sitting";

export interface Scored {
  /** Of the classifier, over clips of the classes that it was trained on. */
  readonly evaluation: Evaluation;
  readonly scores: Scores;
  /** Where every clip stands in the space that is shared with texts; null unless asked for. */
  readonly shared: { readonly clips: readonly number[]; readonly vectors: Vectors } | null;
}

/** Batches of some clips in their order, each clip `views` times, read ahead from now on. */
export function openClips(data: OpenedData, clips: readonly number[], views = 1): AsyncIterable<Batch> {
  return data.open({ kind: "evaluate", clips: Int32Array.from(clips), views });
}

/** Scores as they are kept: of the views that the run's configuration asks for, averaged. @param share whether clips are to be found by texts too */
export async function scoreViews(
  sitting: Sitting,
  clips: readonly number[],
  partition: Partition,
  share = false,
): Promise<Scored | undefined> {
  const views = sitting.spec.config.data.testClips;
  return await score(sitting, clips, partition, openClips(sitting.data, clips, views), views, share);
}

/** Logits and metrics of one pass over the clips, each `views` times, with the trainer's weights; undefined when stopped on the way. */
export async function score(
  sitting: Sitting,
  clips: readonly number[],
  partition: Partition,
  batches: AsyncIterable<Batch>,
  views = 1,
  share = false,
): Promise<Scored | undefined> {
  const { dataset, trainer, spec } = sitting;
  const classes = dataset.classes.length;
  const width = share ? spec.config.language!.width : 0;
  const seen = new Float32Array(clips.length * views * classes);
  const vectors = new Float32Array(clips.length * views * width);
  let row = 0;
  for await (const { x, count } of batches) {
    const shared = share ? await trainer.embed(x, count) : null;
    const logits = shared?.logits ?? (await trainer.evaluate(x, count));
    seen.set(logits.subarray(0, count * classes), row * classes);
    if (shared) vectors.set(shared.vectors.subarray(0, count * width), row * width);
    row += count;
    if (isStopped(sitting)) return undefined;
  }
  const scores = ofTrainedClasses(sitting, clips, averageViews(seen, classes, views));
  return {
    evaluation: evaluate(scores.logits, scores.labels, classes, partition),
    scores,
    shared: share ? { clips, vectors: averageVectors({ values: vectors, width }, views) } : null,
  };
}

/** Scores of the clips whose class was trained on: of the others a classifier knows nothing. */
function ofTrainedClasses({ dataset, spec }: Sitting, clips: readonly number[], logits: Float32Array): Scores {
  const unseen = unseenLabels(dataset, spec.config.data);
  const classes = dataset.classes.length;
  const rows = clips.flatMap((clip, row) => (unseen.has(dataset.clips[clip]!.label) ? [] : [row]));
  const kept = new Float32Array(rows.length * classes);
  rows.forEach((row, at) => kept.set(logits.subarray(row * classes, (row + 1) * classes), at * classes));
  const trained = rows.map((row) => dataset.clips[clips[row]!]!);
  return {
    logits: kept,
    labels: Int32Array.from(trained, ({ label }) => label),
    classes,
    clips: trained.map(({ id }) => id),
  };
}

/** Mean of each clip's views, of length 1 again. */
function averageVectors(vectors: Vectors, views: number): Vectors {
  if (views === 1) return vectors;
  const clips = vectorCount(vectors) / views;
  const viewsOf = (clip: number): number[] => Array.from({ length: views }, (_, view) => clip * views + view);
  return meansOf(
    vectors,
    Array.from({ length: clips }, (_, clip) => viewsOf(clip)),
  );
}
