import { HglError, nearest } from "../../../common/errors";
import { printable } from "../../../common/payloads/printable";
import { MOST_SKELETON_CLIPS, type SkeletonClip, type SkeletonPayload } from "../../../common/payloads/skeleton";
import { frameSize, type Dataset } from "../../../model/data/dataset";
import type { ResolvedSkeleton } from "../../../notebook/resolve";
import { readScores, type Scores } from "../../store/scores";
import { count } from "../../words";
import type { PlannedRun } from "../plan";
import { facing, packed, partsOf } from "./movement";

/** Which clips a cell asks for. */
export type Asked = Pick<ResolvedSkeleton, "id" | "clips" | "count">;

/** A clip to show and, where a network was asked, what it took it for (class numbers). */
export interface PickedClip {
  /** Its number in the data set. */
  readonly clip: number;
  readonly predicted: number | null;
}

/** A test clip and what the network made of it, as its run has kept it. */
export interface JudgedClip extends PickedClip {
  readonly predicted: number;
  /** Softmax probability of `predicted`. */
  readonly certainty: number;
}

/** Frames shown of a clip: two minutes at a camera's pace, less where a crowd would make them too many numbers for the player. */
const MOST_FRAMES = 3600;
const MOST_VALUES = 2 ** 20;
/** What the sensors of all known data sets record. */
const FRAMES_PER_SECOND = 30;

/**
 * Which clips a view of a data cell shows: those it names, else the first of each of the first classes.
 * @throws HglError "data" for a clip that the data set does not have
 */
export function picksOfData(view: Asked, dataset: Dataset): PickedClip[] {
  if (view.clips) return named(view, view.clips, dataset).map((clip) => ({ clip, predicted: null }));
  const firsts = dataset.classes.flatMap((_, label) => {
    const clip = dataset.clips.findIndex((one) => one.label === label);
    return clip < 0 ? [] : [{ clip, predicted: null }];
  });
  return firsts.slice(0, view.count);
}

/**
 * Which clips a view of a train cell shows: those it names, else test clips, the most certain mistakes first, then one of each class.
 * @throws HglError "data" for a clip that the data set does not have, "store" for damaged scores
 */
export function picksOfRun(view: Asked, dataset: Dataset, run: PlannedRun): PickedClip[] {
  const judged = judgedClips(dataset, run);
  if (view.clips)
    return named(view, view.clips, dataset).map((clip) => ({
      clip,
      predicted: judged.find((one) => one.clip === clip)?.predicted ?? null,
    }));
  const labelOf = ({ clip }: PickedClip) => dataset.clips[clip]!.label;
  const wrong = judged.filter((one) => one.predicted !== labelOf(one));
  wrong.sort((a, b) => b.certainty - a.certainty || a.clip - b.clip);
  const right = judged.filter((one) => one.predicted === labelOf(one));
  const firsts = right.filter((one, i) => right.findIndex((other) => labelOf(other) === labelOf(one)) === i);
  const others = right.filter((one) => !firsts.includes(one));
  return [...wrong, ...firsts, ...others].slice(0, view.count).map(({ clip, predicted }) => ({ clip, predicted }));
}

/** The test clips of a run that the data set has. @throws HglError "store" for damaged scores */
export function judgedClips(dataset: Dataset, run: PlannedRun): JudgedClip[] {
  const scores = readScores(run.folder.scoresPath, "test");
  const numbers = new Map(dataset.clips.map(({ id }, clip) => [id, clip]));
  return scores.clips.flatMap((id, row) => {
    const clip = numbers.get(id);
    return clip === undefined ? [] : [{ clip, ...choice(scores, row) }];
  });
}

/** The first choice of a row of logits and its softmax probability. */
function choice({ logits, classes }: Scores, row: number): { predicted: number; certainty: number } {
  const own = logits.subarray(row * classes, (row + 1) * classes);
  let predicted = 0;
  own.forEach((value, label) => {
    if (value > own[predicted]!) predicted = label;
  });
  const sum = own.reduce((total, value) => total + Math.exp(value - own[predicted]!), 0);
  return { predicted, certainty: 1 / sum };
}

function named(view: Asked, ids: readonly string[], { name, clips }: Dataset): number[] {
  const numbers = new Map(clips.map(({ id }, clip) => [id, clip]));
  return ids.map((id) => {
    const clip = numbers.get(id);
    if (clip !== undefined) return clip;
    const known = clips.length <= 5000 ? nearest(id, [...numbers.keys()]) : undefined;
    throw new HglError({
      code: "data",
      where: `#${view.id}`,
      what: `${name} has no clip ${JSON.stringify(id)}`,
      next: known ? `did you mean ${JSON.stringify(known)}?` : `its ids look like ${JSON.stringify(clips[0]!.id)}`,
    });
  });
}

/** What the player and the film strip draw of these clips. */
export function skeletonPayload(
  title: string,
  dataset: Dataset,
  picks: readonly PickedClip[],
  forms: readonly ClipForm[] = [recordedForm],
): SkeletonPayload {
  const { layout, classes } = dataset;
  return {
    kind: "skeleton",
    version: 1,
    title,
    joints: layout.joints,
    parents: layout.parents,
    ...partsOf(layout),
    framesPerSecond: FRAMES_PER_SECOND,
    clips: picks.slice(0, Math.floor(MOST_SKELETON_CLIPS / forms.length)).flatMap(({ clip, predicted }) => {
      const { id, label } = dataset.clips[clip]!;
      const facts = {
        id,
        label: classes[label]!,
        predicted: predicted === null ? null : (classes[predicted] ?? null),
      };
      return forms.map((form): SkeletonClip => ({ ...facts, ...form(dataset, clip) }));
    }),
  };
}

/** One way to show a clip of a data set (its number). */
export type ClipForm = (dataset: Dataset, clip: number) => Omit<SkeletonClip, "id" | "label" | "predicted">;

const recordedForm: ClipForm = (dataset, clip) => {
  const values = recordedValues(dataset, clip);
  return {
    frames: framesShown(dataset, clip),
    bodies: dataset.clips[clip]!.bodies,
    ...packed(values, facing(values, dataset)),
  };
};

function framesShown({ clips, layout }: Dataset, clip: number): number {
  const { frames } = clips[clip]!;
  return Math.min(frames, MOST_FRAMES, Math.floor(MOST_VALUES / frameSize(clips[clip]!, layout)));
}

/** Coordinates of the frames that are shown, [T, M, V, 3]. */
export function recordedValues(dataset: Dataset, clip: number): Float32Array {
  const floats = framesShown(dataset, clip) * frameSize(dataset.clips[clip]!, dataset.layout);
  return dataset.values.of(clip).subarray(0, floats);
}

/** "m01_s02: deep squat, taken for lunge (71 frames)"; how it is shown stands behind. */
export function clipInWords({ id, label, predicted, frames, note }: SkeletonClip): string {
  const taken = predicted === null ? "" : predicted === label ? ", recognised" : `, taken for ${printable(predicted)}`;
  return `${printable(id)}: ${printable(label)}${taken} (${count(frames, "frame")})${note ? `, ${printable(note)}` : ""}`;
}
