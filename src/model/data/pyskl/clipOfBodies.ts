import { badFile } from "../containers/badBytes";
import { firstBad } from "../firstBad";
import type { Coordinates, ReadClip } from "../source";
import type { Annotation } from "./annotations";
import type { Bodies } from "./bodies";

const MOST_BODIES = 16;
const MOST_FRAMES = 100_000;
/** Set-up, camera, person, repetition and action, as NTU RGB+D names its clips. */
export const NTU_NAME = /S(\d{3})C(\d{3})P(\d{3})R\d{3}A(?<action>\d{3})$/;

/**
 * A clip from its skeletons: bodies that are nowhere are dropped, of more than 16 the first are kept. In pictures x and y become
 * (x - w/2) / (w/2) and (y - h/2) / (h/2) of the video's width and height (lineage: pyskl's PreNormalize2D), the third number is the score,
 * and a joint without a score is all zeros. Set-up, camera and person come from a name of NTU's form. Throws HglError "data" naming frame and joint.
 */
export function clipOfBodies(annotation: Annotation, read: Bodies, coordinates: Coordinates, where: string): ReadClip {
  const { id, label } = annotation;
  const { frames } = read;
  if (frames === 0) throw badFile(where, "the clip has no frame with a skeleton");
  if (frames > MOST_FRAMES) throw badFile(where, `${frames} frames are over the limit of ${MOST_FRAMES}`);
  if (coordinates === "xyc" && (annotation.width === 0 || annotation.height === 0)) {
    throw badFile(where, "`img_shape` is missing, without which pixels have no scale");
  }
  checkFinite(read, where);
  const present = Array.from({ length: read.bodies }, (_, body) => body).filter((body) => isThere(read, body));
  if (present.length === 0) throw badFile(where, "no body is in any frame");
  const kept = present.slice(0, MOST_BODIES);
  const values = new Float32Array(frames * kept.length * read.joints * 3);
  const size = read.joints * 3;
  kept.forEach((body, to) => {
    for (let frame = 0; frame < frames; frame++) {
      const from = body * frames + frame;
      const at = (frame * kept.length + to) * size;
      if (coordinates === "xyz") values.set(read.keypoint.subarray(from * size, (from + 1) * size), at);
      else placeInPicture(values, at, read, from * read.joints, annotation);
    }
  });
  const [setup = 0, view = 0, subject = 0] = (NTU_NAME.exec(id) ?? []).slice(1, 4).map(Number);
  return { id, label, subject, view, setup, frames, bodies: kept.length, values };
}

/** The joints of one body in one frame, the first of which is point `from` of the file, to values[at..]. */
function placeInPicture(
  values: Float32Array,
  at: number,
  read: Bodies,
  from: number,
  { width, height }: Annotation,
): void {
  const { keypoint, coordinates, joints } = read;
  for (let joint = 0; joint < joints; joint++) {
    const score = scoreAt(read, from + joint);
    if (score <= 0) continue;
    const point = (from + joint) * coordinates;
    values[at + joint * 3] = (keypoint[point]! - width / 2) / (width / 2);
    values[at + joint * 3 + 1] = (keypoint[point + 1]! - height / 2) / (height / 2);
    values[at + joint * 3 + 2] = score;
  }
}

/** Without scores, a joint was seen unless it lies in the picture's corner. */
function scoreAt({ keypoint, coordinates, score }: Bodies, at: number): number {
  if (score) return score[at]!;
  if (coordinates === 3) return keypoint[at * 3 + 2]!;
  return keypoint[at * 2] !== 0 || keypoint[at * 2 + 1] !== 0 ? 1 : 0;
}

function isThere({ keypoint, frames, joints, coordinates }: Bodies, body: number): boolean {
  const size = frames * joints * coordinates;
  return keypoint.subarray(body * size, (body + 1) * size).some((value) => value !== 0);
}

function checkFinite({ keypoint, score, frames, joints, coordinates }: Bodies, where: string): void {
  const check = (numbers: Float32Array | Float64Array, width: number): void => {
    const bad = firstBad(numbers);
    if (bad < 0) return;
    const point = Math.floor(bad / width);
    const frame = Math.floor(point / joints) % frames;
    const place = `body ${Math.floor(point / joints / frames) + 1}, frame ${frame + 1}, joint ${(point % joints) + 1}`;
    throw badFile(where, `${place} holds ${numbers[bad]}`);
  };
  check(keypoint, coordinates);
  if (score) check(score, 1);
}
