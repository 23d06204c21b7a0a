import type { DataConfig } from "../../common/config";
import { RANDOM_STREAMS, randomStream } from "../random";
import type { Layout } from "../skeleton/layout";
import { centralCrop, frameMix, mixDrawn, mixEven, mixInterpolated } from "./augment";
import { mirrored, noRotation, randomCrop, randomRotation, randomView } from "./augment";
import type { Crop, FrameMix, Rotation } from "./augment";
import type { Clip, Dataset } from "./dataset";
import { applyStream, planStream } from "./streams";

export type Preparation = Pick<DataConfig, "stream" | "window" | "augment">;

export interface BatchOptions {
  readonly seed: number;
  readonly epoch: number;
  /** Random crop, rotation and frame drawing; off, the batch depends on nothing but its clips. */
  readonly training: boolean;
  /**
   * Where the batch's first clip stands in the epoch's order; needed in training, where a clip that is visited twice in an
   * epoch must be augmented differently: sample `first + i` of (seed, epoch) has its own random stream.
   */
  readonly first?: number;
}

/** Floats of one sample: M 3 V T, with the layout's M. */
export function sampleSize(layout: Layout, window: number): number {
  return layout.bodies * 3 * layout.joints.length * window;
}

/**
 * Writes the network's input x [N, M, 3, V, T] (T innermost) for N = clipIndices.length clips, in this order: centre on the
 * centre joint of the first frame, crop, resize, mirror, rotate, then bone, then frame difference. With `minmax` (NW-UCLA): centre,
 * rotate, scale each axis to [-1, 1] over the whole clip, crop, draw frames, then bone and difference. An absent body stays
 * zero until the streams are made. Equal arguments give equal bits. Throws RangeError when `out` has another size, a clip
 * number is unknown, or `first` is missing in training.
 */
export function fillBatch(
  out: Float32Array,
  dataset: Dataset,
  clipIndices: ArrayLike<number>,
  config: Preparation,
  options: BatchOptions,
): void {
  const { layout } = dataset;
  const { window } = config;
  const size = sampleSize(layout, window);
  if (out.length !== clipIndices.length * size) {
    throw new RangeError(
      `batch of ${clipIndices.length} clips needs ${clipIndices.length * size} floats, got ${out.length}`,
    );
  }
  if (options.training && options.first === undefined) throw new RangeError("training batches need `first`");
  const plan = planStream(config.stream, layout);
  const draft = newDraft(window, layout);
  for (let i = 0; i < clipIndices.length; i++) {
    const clip = dataset.clips[clipIndices[i]!];
    if (!clip) throw new RangeError(`there is no clip ${clipIndices[i]} of ${dataset.clips.length}`);
    const recorded: Recorded = { ...clip, joints: layout.joints.length, values: dataset.values.of(clipIndices[i]!) };
    layout.joints.forEach((_, joint) => (draft.joints[joint] = joint));
    if (options.training) draftTraining(draft, clip, layout, config, options.seed, options.epoch, options.first! + i);
    else draftEvaluation(draft, clip, config);
    findCentre(draft, recorded, layout.center);
    if (config.augment.minmax) findRange(draft, recorded);
    if (clip.bodies < layout.bodies) out.fill(0, i * size, (i + 1) * size);
    writeJoints(out, i * size, recorded, layout.bodies, draft);
    applyStream(out, i * size, layout.bodies, layout.joints.length, window, plan);
  }
}

/** One clip's coordinates, [T, M, V, 3] with its own M. */
interface Recorded {
  readonly frames: number;
  readonly bodies: number;
  readonly joints: number;
  readonly values: Float32Array;
}

/** What is decided about one clip before its joints are written; reused from clip to clip. */
interface Draft {
  readonly crop: Crop;
  readonly mix: FrameMix;
  readonly rotation: Rotation;
  /** Which joint of the clip each joint of the network shows: itself, or its counterpart in a mirror. */
  readonly joints: Int32Array;
  readonly centre: Float64Array;
  /** Per axis after rotation: value * scale + shift. */
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

function newDraft(window: number, layout: Layout): Draft {
  return {
    crop: { start: 0, length: 0 },
    mix: frameMix(window),
    rotation: new Float64Array(9),
    joints: Int32Array.from(layout.joints, (_, joint) => joint),
    centre: new Float64Array(3),
    scale: new Float64Array(3).fill(1),
    shift: new Float64Array(3),
  };
}

function draftTraining(
  draft: Draft,
  clip: Clip,
  layout: Layout,
  config: Preparation,
  seed: number,
  epoch: number,
  sample: number,
): void {
  const { augment } = config;
  const stream = randomStream({ seed, stream: RANDOM_STREAMS.augment, epoch, sample, use: 0 });
  if (augment.crop) randomCrop(draft.crop, clip.frames, augment.crop[0], augment.crop[1], stream);
  else centralCrop(draft.crop, clip.frames, 1);
  if (augment.resize === "sample") mixDrawn(draft.mix, draft.crop, stream);
  else mixInterpolated(draft.mix, draft.crop);
  if (augment.rotation === 0) noRotation(draft.rotation);
  else if (augment.minmax) randomView(draft.rotation, augment.rotation, stream);
  else randomRotation(draft.rotation, augment.rotation, stream);
  // Drawn last, so that switching it on changes no other draw.
  if (augment.mirror > 0 && stream.uniform() < augment.mirror) mirrored(draft.rotation, draft.joints, layout.mirror);
}

function draftEvaluation(draft: Draft, clip: Clip, config: Preparation): void {
  centralCrop(draft.crop, clip.frames, config.augment.testCrop);
  if (config.augment.resize === "sample") mixEven(draft.mix, draft.crop);
  else mixInterpolated(draft.mix, draft.crop);
  noRotation(draft.rotation);
}

/** The centre joint of the first body in the first frame that shows it. */
function findCentre(draft: Draft, { frames, bodies, joints, values }: Recorded, center: number): void {
  draft.centre.fill(0);
  for (let frame = 0; frame < frames; frame++) {
    const body = frame * bodies * joints * 3;
    if (isAbsent(values, body, joints * 3)) continue;
    for (let axis = 0; axis < 3; axis++) draft.centre[axis] = values[body + center * 3 + axis]!;
    return;
  }
}

/** Per-axis range of the whole rotated clip; an axis without extent divides by 1. */
function findRange(draft: Draft, { joints, values }: Recorded): void {
  const { rotation: r, centre, scale, shift } = draft;
  const bodyFloats = joints * 3;
  const [low, high] = [shift.fill(Infinity), scale.fill(-Infinity)];
  for (let body = 0; body < values.length; body += bodyFloats) {
    if (isAbsent(values, body, bodyFloats)) continue;
    for (let at = body; at < body + bodyFloats; at += 3) {
      const x = values[at]! - centre[0]!;
      const y = values[at + 1]! - centre[1]!;
      const z = values[at + 2]! - centre[2]!;
      for (let axis = 0; axis < 3; axis++) {
        const value = r[axis * 3]! * x + r[axis * 3 + 1]! * y + r[axis * 3 + 2]! * z;
        if (value < low[axis]!) low[axis] = value;
        if (value > high[axis]!) high[axis] = value;
      }
    }
  }
  for (let axis = 0; axis < 3; axis++) {
    const least = low[axis]!;
    const most = high[axis]!;
    const range = most > least ? most - least : 1;
    scale[axis] = 2 / range;
    shift[axis] = Number.isFinite(least) ? (-2 * least) / range - 1 : 0;
  }
}

/** Mixes, centres, rotates and scales into out[start..] as [M, 3, V, T]; bodies beyond `most` are left out. */
function writeJoints(out: Float32Array, start: number, recorded: Recorded, most: number, draft: Draft): void {
  const { values, joints } = recorded;
  const { mix, rotation, joints: shown, centre, scale, shift } = draft;
  const window = mix.first.length;
  const floats = recorded.bodies * joints * 3;
  const bodies = Math.min(recorded.bodies, most);
  const plane = joints * window;
  const [r0, r1, r2, r3, r4, r5, r6, r7, r8] = rotation as unknown as number[] as Nine;
  const [cx, cy, cz] = centre as unknown as Three;
  const [ax, ay, az] = scale as unknown as Three;
  const [bx, by, bz] = shift as unknown as Three;
  for (let body = 0; body < bodies; body++) {
    const target = start + body * 3 * plane;
    for (let t = 0; t < window; t++) {
      const first = mix.first[t]! * floats + body * joints * 3;
      const second = mix.second[t]! * floats + body * joints * 3;
      const weight = mix.weight[t]!;
      const share1 = isAbsent(values, first, joints * 3) ? 0 : 1 - weight;
      const share2 = isAbsent(values, second, joints * 3) ? 0 : weight;
      const present = share1 + share2;
      for (let joint = 0; joint < joints; joint++) {
        const from1 = first + shown[joint]! * 3;
        const from2 = second + shown[joint]! * 3;
        const x = share1 * (values[from1]! - cx) + share2 * (values[from2]! - cx);
        const y = share1 * (values[from1 + 1]! - cy) + share2 * (values[from2 + 1]! - cy);
        const z = share1 * (values[from1 + 2]! - cz) + share2 * (values[from2 + 2]! - cz);
        const at = target + joint * window + t;
        out[at] = ax * (r0 * x + r1 * y + r2 * z) + bx * present;
        out[at + plane] = ay * (r3 * x + r4 * y + r5 * z) + by * present;
        out[at + 2 * plane] = az * (r6 * x + r7 * y + r8 * z) + bz * present;
      }
    }
  }
}

type Three = [number, number, number];
type Nine = [number, number, number, number, number, number, number, number, number];

/** A tracked body is never exactly zero in all its coordinates. */
function isAbsent(values: Float32Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++) if (values[at] !== 0) return false;
  return true;
}
