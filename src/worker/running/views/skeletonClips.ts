import { HglError, nearest } from "../../../common/errors";
import { printable } from "../../../common/payloads/printable";
import type { SkeletonClip, SkeletonPayload } from "../../../common/payloads/skeleton";
import { frameSize, type Clip, type Dataset } from "../../../model/data/dataset";
import type { Layout } from "../../../model/skeleton/layout";
import type { ResolvedSkeleton } from "../../../notebook/resolve";
import { readScores, type Scores } from "../../store/scores";
import { count } from "../../words";
import type { PlannedRun } from "../plan";

/** A clip to show and, where a network was asked, what it took it for (class numbers). */
export interface PickedClip {
  /** Its number in the data set. */
  readonly clip: number;
  readonly predicted: number | null;
}

/** Frames shown of a clip: two minutes at a camera's pace, less where a crowd would make them too many numbers for the player. */
const MOST_FRAMES = 3600;
const MOST_VALUES = 2 ** 20;
/** What the sensors of all known data sets record. */
const FRAMES_PER_SECOND = 30;

/** Which clips are wanted: those named, else so many. */
type Wanted = Pick<ResolvedSkeleton, "id" | "clips" | "count">;

/**
 * Which clips a view of a data cell shows: those it names, else the first of each of the first classes.
 * @throws HglError "data" for a clip that the data set does not have
 */
export function picksOfData(view: Wanted, dataset: Dataset): PickedClip[] {
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
export function picksOfRun(view: Wanted, dataset: Dataset, run: PlannedRun): PickedClip[] {
  const scores = readScores(run.folder.scoresPath, "test");
  const numbers = new Map(dataset.clips.map(({ id }, clip) => [id, clip]));
  const judged = scores.clips.flatMap((id, row) => {
    const clip = numbers.get(id);
    return clip === undefined ? [] : [{ clip, ...choice(scores, row) }];
  });
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

function named(view: Wanted, ids: readonly string[], { name, clips }: Dataset): number[] {
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
export function skeletonPayload(title: string, dataset: Dataset, picks: readonly PickedClip[]): SkeletonPayload {
  const { layout, classes } = dataset;
  return {
    kind: "skeleton",
    version: 1,
    title,
    joints: layout.joints,
    parents: layout.parents,
    ...partsOf(layout),
    framesPerSecond: FRAMES_PER_SECOND,
    clips: picks.map(({ clip, predicted }): SkeletonClip => {
      const { id, label, frames } = dataset.clips[clip]!;
      return {
        id,
        label: classes[label]!,
        predicted: predicted === null ? null : (classes[predicted] ?? null),
        frames: framesShown(dataset, frames),
        bodies: dataset.bodies,
        ...packed(dataset, dataset.clips[clip]!),
      };
    }),
  };
}

function framesShown(dataset: Dataset, frames: number): number {
  return Math.min(frames, MOST_FRAMES, Math.floor(MOST_VALUES / frameSize(dataset)));
}

const PARTS = ["trunk", "left arm", "right arm", "left leg", "right leg"];

interface Parts {
  readonly parts: readonly string[];
  readonly partOf: readonly number[];
}

/** Limbs by side: joints with a counterpart belong to an arm or a leg, all others to the trunk. */
function partsOf({ joints, mirror, parts }: Layout): Parts {
  const sides = new Map(mirror.flatMap(([left, right]) => [[left, 0] as const, [right, 1] as const]));
  const partOf = joints.map((_, joint) => {
    const side = sides.get(joint);
    if (side === undefined) return 0;
    return (parts.hand.includes(joint) ? 1 : 3) + side;
  });
  return { partOf, parts: PARTS };
}
/**
 * Little-endian Int16 in base64, in the unit that lets the largest coordinate fit. A depth sensor's own axes (z away from it, x to its
 * left) are turned half round, so that one looks at the scene from where the sensor stood.
 */
function packed(dataset: Dataset, clip: Clip): { unit: number; coordinates: string } {
  const floats = frameSize(dataset);
  const values = dataset.values.subarray(clip.offset, clip.offset + framesShown(dataset, clip.frames) * floats);
  let largest = 0;
  let depth = 0;
  for (let at = 0; at < values.length; at++) {
    largest = Math.max(largest, Math.abs(values[at]!));
    if (at % 3 === 2) depth += values[at]!;
  }
  const turn = depth / Math.max(1, values.length / 3) > LEAST_DISTANCE ? -1 : 1;
  const unit = largest > 0 ? largest / 32767 : 0.001;
  const bytes = Buffer.alloc(values.length * 2);
  for (let at = 0; at < values.length; at++) {
    const sign = at % 3 === 1 ? 1 : turn;
    // Rounding may step over the end by one part in 32767.
    bytes.writeInt16LE(Math.max(-32767, Math.min(32767, Math.round((sign * values[at]!) / unit))) || 0, at * 2);
  }
  return { unit, coordinates: bytes.toString("base64") };
}

/** Metres in front of the sensor beyond which coordinates are a sensor's own; nobody is recorded nearer. */
const LEAST_DISTANCE = 0.5;

/** "m01_s02: deep squat, taken for lunge (71 frames)" */
export function clipInWords({ id, label, predicted, frames }: SkeletonClip): string {
  const taken = predicted === null ? "" : predicted === label ? ", recognised" : `, taken for ${printable(predicted)}`;
  return `${printable(id)}: ${printable(label)}${taken} (${count(frames, "frame")})`;
}
