import { HglError } from "../../common/errors";
import type { Evaluation } from "../../common/runRecord";
import type { Partition } from "../../common/vocabulary";
import { calibrationBins, expectedCalibrationError } from "./calibration";

/**
 * Scores one partition from its logits [N, classes], row-major, and true labels [N]. `loss` is the mean cross-entropy
 * without label smoothing; equal logits rank by class number, so that top-1 is the first argmax; `perClass` is null for a
 * class without clips. Throws HglError "data" for an empty partition or a label outside the classes, "numbers" for a logit
 * that is not finite (naming clip and class), and RangeError when the lengths disagree.
 */
export function evaluate(logits: Float32Array, labels: Int32Array, classes: number, partition: Partition): Evaluation {
  checkScores(logits, labels, classes, partition);
  const clips = labels.length;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const confidences = new Float64Array(clips);
  const hits = new Uint8Array(clips);
  let loss = 0;
  let top1 = 0;
  let top5 = 0;
  for (let clip = 0; clip < clips; clip++) {
    const row = logits.subarray(clip * classes, (clip + 1) * classes);
    const label = labels[clip]!;
    const predicted = argmax(row);
    const logSum = logSumExp(row, row[predicted]!);
    const rank = rankOf(row, label);
    loss += logSum - row[label]!;
    confidences[clip] = Math.exp(row[predicted]! - logSum);
    if (rank === 0) top1++;
    if (rank < 5) top5++;
    hits[clip] = rank === 0 ? 1 : 0;
    confusion[label]![predicted]!++;
  }
  return {
    partition,
    clips,
    loss: loss / clips,
    top1: top1 / clips,
    top5: top5 / clips,
    perClass: confusion.map((row, label) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      return total === 0 ? null : row[label]! / total;
    }),
    confusion,
    ece: expectedCalibrationError(calibrationBins(confidences, hits)),
  };
}

/** The first index of the largest score. */
export function argmax(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}

/** How many classes stand before `label`; equal scores stand in the order of their numbers. */
function rankOf(row: Float32Array, label: number): number {
  const score = row[label]!;
  let before = 0;
  for (let i = 0; i < row.length; i++) if (row[i]! > score || (row[i] === score && i < label)) before++;
  return before;
}

function logSumExp(row: Float32Array, largest: number): number {
  let sum = 0;
  for (const value of row) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}

function checkScores(logits: Float32Array, labels: Int32Array, classes: number, partition: Partition): void {
  if (labels.length === 0) {
    const next = "choose a split that leaves clips there";
    throw new HglError({ code: "data", what: `there is no ${partition} clip to evaluate`, next });
  }
  if (logits.length !== labels.length * classes) {
    throw new RangeError(`${labels.length} clips of ${classes} classes need as many logits, got ${logits.length}`);
  }
  const where = `${partition} evaluation`;
  labels.forEach((label, clip) => {
    if (label >= 0 && label < classes) return;
    throw new HglError({ code: "data", where, what: `clip ${clip} has label ${label} of ${classes} classes` });
  });
  logits.forEach((value, at) => {
    if (Number.isFinite(value)) return;
    const what = `the score of clip ${Math.floor(at / classes)} for class ${at % classes} is ${value}`;
    throw new HglError({ code: "numbers", where, what, next: "lower lr, or go back to an earlier checkpoint" });
  });
}
