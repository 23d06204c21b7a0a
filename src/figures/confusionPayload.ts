import { encodeBase64, int16Bytes } from "../common/payloads/base64";
import { countsOf, MOST_CONFUSION_CLIPS, MOST_PREDICTIONS } from "../common/payloads/confusion";
import type { ConfusionPayload, ConfusionSide, Counts } from "../common/payloads/confusion";
import type { Evaluation } from "../common/runRecord";

/** The clips that evaluations were made of, and what each took them for (class numbers). */
export interface Judged {
  readonly ids: readonly string[];
  readonly truth: ArrayLike<number>;
  readonly predictions: readonly { readonly run: string; readonly seed: number; readonly classes: ArrayLike<number> }[];
}

/** The evaluations of one train cell; without `judged` their clips are not told. */
export interface Evaluated {
  readonly cell: string;
  readonly evaluations: readonly Evaluation[];
  readonly judged?: Judged | undefined;
}

export interface ConfusionPayloadOptions extends Partial<Omit<Evaluated, "evaluations">> {
  /** What is taken away; its clips are in the order of `judged`. */
  readonly minus?: Evaluated;
}

/**
 * The confusion matrices of one or several evaluations (seeds) of the same classes and partition, added up. Clips are told where they agree
 * with the counts and are not too many for a view.
 * @throws RangeError for no evaluation, or matrices or partitions that do not fit together.
 */
export function confusionPayload(
  title: string,
  classes: readonly string[],
  evaluations: readonly Evaluation[],
  { cell = "", judged, minus }: ConfusionPayloadOptions = {},
): ConfusionPayload {
  const partition = evaluations[0]?.partition ?? "test";
  const counts = summed(classes, evaluations, partition);
  const others = minus && summed(classes, minus.evaluations, partition);
  const told =
    judged !== undefined &&
    fits(judged, counts, evaluations.length) &&
    (minus === undefined ||
      (minus.judged !== undefined &&
        minus.judged.ids.every((id, i) => id === judged.ids[i]) &&
        fits(minus.judged, others!, minus.evaluations.length)));
  const side = (of: Evaluated, sum: Counts): ConfusionSide => ({
    cell: of.cell,
    evaluations: of.evaluations.length,
    counts: sum,
    predictions: told ? of.judged!.predictions.map((one) => ({ ...one, classes: packed(one.classes) })) : [],
  });
  return {
    kind: "confusion",
    version: 2,
    title,
    partition,
    classes: [...classes],
    clips: told ? { ids: judged.ids, truth: packed(judged.truth) } : null,
    ...side({ cell, evaluations, judged }, counts),
    minus: minus ? side(minus, others!) : null,
  };
}

function summed(classes: readonly string[], evaluations: readonly Evaluation[], partition: string): number[][] {
  if (evaluations.length === 0) throw new RangeError("a confusion matrix needs at least one evaluation");
  const counts = classes.map(() => classes.map(() => 0));
  for (const { confusion, partition: own } of evaluations) {
    if (own !== partition) throw new RangeError(`${own} and ${partition} evaluations cannot be added up`);
    if (confusion.length !== classes.length)
      throw new RangeError(`${confusion.length} rows for ${classes.length} classes`);
    confusion.forEach((row, i) => {
      if (row.length !== classes.length) throw new RangeError(`${row.length} columns for ${classes.length} classes`);
      row.forEach((count, j) => (counts[i]![j]! += count));
    });
  }
  return counts;
}

function fits({ ids, truth, predictions }: Judged, counts: Counts, evaluations: number): boolean {
  if (ids.length > MOST_CONFUSION_CLIPS || ids.length * evaluations > MOST_PREDICTIONS) return false;
  if (predictions.length !== evaluations) return false;
  const tally = countsOf(counts.length, truth, predictions);
  return counts.every((row, i) => row.every((count, j) => count === tally[i]![j]));
}

function packed(numbers: ArrayLike<number>): string {
  return encodeBase64(int16Bytes(numbers));
}
