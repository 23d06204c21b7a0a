import { badFile } from "../containers/badBytes";
import { arrayNumbers } from "../containers/pickle/arrayNumbers";
import type { NumpyArray } from "../containers/pickle/values";
import type { ByteSource } from "../source";

/** Skeletons of a clip by body and frame, with what the file says of each joint. */
export interface Bodies {
  /** M, T, V. */
  readonly bodies: number;
  readonly frames: number;
  readonly joints: number;
  /** [M, T, V, C]. */
  readonly keypoint: Float32Array | Float64Array;
  readonly coordinates: number;
  /** [M, T, V]; absent where the third coordinate is the score, or there is none. */
  readonly score: Float32Array | Float64Array | undefined;
}

/** [M, T, V, C] and [M, T, V] as they are. */
export function plainBodies(
  source: ByteSource,
  keypoint: NumpyArray,
  score: NumpyArray | undefined,
  where: string,
): Bodies {
  const [bodies, frames, joints, coordinates] = keypoint.shape as [number, number, number, number];
  if (keypoint.shape.length !== 4)
    throw badFile(where, `keypoints of shape (${keypoint.shape.join(", ")}) are not [M, T, V, C]`);
  const wanted = [bodies, frames, joints];
  if (score && (score.shape.length !== 3 || score.shape.some((side, axis) => side !== wanted[axis]))) {
    throw badFile(
      where,
      `scores of shape (${score.shape.join(", ")}) do not fit keypoints of (${keypoint.shape.join(", ")})`,
    );
  }
  return {
    bodies,
    frames,
    joints,
    coordinates,
    keypoint: arrayNumbers(source, keypoint),
    score: score && arrayNumbers(source, score),
  };
}

/**
 * N skeletons [N, V, 3] with the frame of each, as the Kinetics files keep them, by body and frame: frames without a skeleton are dropped, and
 * of each frame the `most` skeletons with the highest scores are kept, the highest first where there are more (lineage: pyskl's DecompressPose).
 */
export function sortedBodies(
  source: ByteSource,
  keypoint: NumpyArray,
  frameOf: { readonly source: ByteSource; readonly array: NumpyArray },
  most: number,
  where: string,
): Bodies {
  const [count, joints, coordinates] = keypoint.shape as [number, number, number];
  if (keypoint.shape.length !== 3 || coordinates !== 3) {
    throw badFile(where, `skeletons of shape (${keypoint.shape.join(", ")}) are not [N, V, 3]`);
  }
  const frames = arrayNumbers(frameOf.source, frameOf.array);
  if (frames.length !== count) throw badFile(where, `${count} skeletons have ${frames.length} frames`);
  const odd = frames.find((frame) => !Number.isInteger(frame) || frame < 0);
  if (odd !== undefined) throw badFile(where, `\`frame_inds\` holds ${odd}, no count of frames`);
  const numbers = arrayNumbers(source, keypoint);
  const byFrame = new Map<number, number[]>();
  frames.forEach((frame, skeleton) => {
    const others = byFrame.get(frame);
    if (others) others.push(skeleton);
    else byFrame.set(frame, [skeleton]);
  });
  const size = joints * 3;
  const scoreOf = (skeleton: number): number => {
    let sum = 0;
    for (let at = skeleton * size + 2; at < (skeleton + 1) * size; at += 3) sum += numbers[at]!;
    return sum;
  };
  const order = [...byFrame.keys()].sort((a, b) => a - b);
  const crowded = [...byFrame.values()].some(({ length }) => length > most);
  const kept = order.map((frame) => {
    const skeletons = byFrame.get(frame)!;
    return crowded ? skeletons.sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, most) : skeletons;
  });
  const bodies = kept.reduce((largest, { length }) => Math.max(largest, length), 0);
  const sorted = new Float32Array(bodies * order.length * size);
  kept.forEach((skeletons, frame) => {
    skeletons.forEach((skeleton, body) => {
      const from = skeleton * size;
      sorted.set(numbers.subarray(from, from + size), (body * order.length + frame) * size);
    });
  });
  return { bodies, frames: order.length, joints, coordinates: 3, keypoint: sorted, score: undefined };
}
