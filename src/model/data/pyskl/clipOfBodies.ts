import { badFile } from "../containers/badBytes";
import type { Coordinates, ReadClip } from "../source";
import type { Annotation } from "./annotations";
import type { Bodies } from "./bodies";

const MOST_BODIES = 16;
const MOST_FRAMES = 100_000;
const NTU_NAME = /S(\d{3})C(\d{3})P(\d{3})R\d{3}A\d{3}$/;

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
  kept.forEach((body, to) => {
    for (let frame = 0; frame < frames; frame++) {
      for (let joint = 0; joint < read.joints; joint++) {
        const from = (body * frames + frame) * read.joints + joint;
        const at = ((frame * kept.length + to) * read.joints + joint) * 3;
        if (coordinates === "xyz") values.set(read.keypoint.subarray(from * 3, from * 3 + 3), at);
        else values.set(inPicture(read, from, annotation), at);
      }
    }
  });
  const [setup = 0, view = 0, subject = 0] = (NTU_NAME.exec(id) ?? []).slice(1).map(Number);
  return { id, label, subject, view, setup, frames, bodies: kept.length, values };
}

function inPicture(read: Bodies, at: number, { width, height }: Annotation): readonly [number, number, number] {
  const x = read.keypoint[at * read.coordinates]!;
  const y = read.keypoint[at * read.coordinates + 1]!;
  const score = scoreAt(read, at);
  if (score <= 0) return [0, 0, 0];
  return [(x - width / 2) / (width / 2), (y - height / 2) / (height / 2), score];
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
    const bad = numbers.findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (bad < 0) return;
    const point = Math.floor(bad / width);
    const frame = Math.floor(point / joints) % frames;
    const place = `body ${Math.floor(point / joints / frames) + 1}, frame ${frame + 1}, joint ${(point % joints) + 1}`;
    throw badFile(where, `${place} holds ${numbers[bad]}`);
  };
  check(keypoint, coordinates);
  if (score) check(score, 1);
}
