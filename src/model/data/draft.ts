import type { DataConfig } from "../../common/config";
import { RANDOM_STREAMS, randomStream, type RandomStream } from "../random";
import type { Layout } from "../skeleton/layout";
import { centralCrop, cropOfView, randomCrop, type Crop } from "./crop";
import type { Clip } from "./dataset";
import { frameMix, mixCentral, mixDrawn, mixEven, mixInterpolated, mixUniform, type FrameMix } from "./frameMix";
import { drawAxisMask, drawJointMask, noMasks, type Masks } from "./masks";
import { mirrored, noRotation, randomRotation, randomTurn, randomView, type Rotation } from "./rotation";
import type { Coordinates } from "./source";

/** What is decided about one clip before its joints are written; reused from clip to clip. */
export interface Draft {
  readonly crop: Crop;
  readonly mix: FrameMix;
  readonly rotation: Rotation;
  /** Which joint of the clip each joint of the network shows: itself, or its counterpart in a mirror. */
  readonly joints: Int32Array;
  readonly centre: Float64Array;
  /** Per axis after rotation: value * scale + shift. */
  readonly scale: Float64Array;
  readonly shift: Float64Array;
  readonly masks: Masks;
}

export function newDraft(window: number, layout: Layout): Draft {
  return {
    crop: { start: 0, length: 0 },
    mix: frameMix(window),
    rotation: new Float64Array(9),
    joints: new Int32Array(layout.joints.length),
    centre: new Float64Array(3),
    scale: new Float64Array(3),
    shift: new Float64Array(3),
    masks: noMasks(layout.joints.length, window),
  };
}

/** Each kind of draw has a random sequence of its own, so that switching one on or off changes no other; a number is never given to another kind. */
const USES = { crop: 0, frames: 1, rotation: 2, mirror: 3, scale: 4, shift: 5, joints: 6, axis: 7, view: 8 } as const;

/** Of which sample: a clip that is visited twice in an epoch is two samples. */
export interface SampleKey {
  readonly seed: number;
  readonly epoch: number;
  readonly sample: number;
}

/** Draws what becomes of a training clip: a pure function of its arguments. */
export function draftTraining(
  draft: Draft,
  clip: Pick<Clip, "frames">,
  layout: Layout,
  coordinates: Coordinates,
  augment: DataConfig["augment"],
  key: SampleKey,
): void {
  const drawing = (use: keyof typeof USES): RandomStream =>
    randomStream({ ...key, stream: RANDOM_STREAMS.augment, use: USES[use] });
  reset(draft);
  if (augment.crop) randomCrop(draft.crop, clip.frames, augment.crop[0], augment.crop[1], drawing("crop"));
  else centralCrop(draft.crop, clip.frames, 1);
  drawFrames(draft, augment.resize, drawing);
  if (augment.rotation > 0) {
    if (coordinates === "xyc") randomTurn(draft.rotation, augment.rotation, drawing("rotation"));
    else if (augment.minmax) randomView(draft.rotation, augment.rotation, drawing("rotation"));
    else randomRotation(draft.rotation, augment.rotation, drawing("rotation"));
  }
  if (augment.scale) draft.scale.fill(between(augment.scale[0], augment.scale[1], drawing("scale")));
  if (augment.shift > 0) {
    const stream = drawing("shift");
    for (let axis = 0; axis < 3; axis++) draft.shift[axis] = between(-augment.shift, augment.shift, stream);
  }
  if (augment.jointMask) drawJointMask(draft.masks, augment.jointMask, drawing("joints"));
  if (augment.axisMask > 0) drawAxisMask(draft.masks, augment.axisMask, coordinates === "xyc" ? 2 : 3, drawing("axis"));
  if (augment.mirror > 0 && drawing("mirror").uniform() < augment.mirror)
    mirrored(draft.rotation, draft.joints, layout.mirror);
}

/**
 * View `view` of `views` of a clip at evaluation. One view depends on no number that is drawn; of several, the frames that training would draw are
 * drawn from the view's own numbers, the same for every run and every clip (lineage: pyskl's fixed seed at test).
 */
export function draftEvaluation(
  draft: Draft,
  clip: Pick<Clip, "frames">,
  augment: DataConfig["augment"],
  view: number,
  views: number,
): void {
  reset(draft);
  const { crop, mix } = draft;
  cropOfView(crop, clip.frames, augment.testCrop, view, views);
  const stream = randomStream({ seed: 0, stream: RANDOM_STREAMS.augment, epoch: 0, sample: view, use: USES.view });
  if (augment.resize === "interpolate") mixInterpolated(mix, crop);
  else if (augment.resize === "sample") {
    if (views === 1) mixEven(mix, crop);
    else mixDrawn(mix, crop, stream);
  } else if (views === 1) mixCentral(mix, crop);
  else mixUniform(mix, crop, stream, loopStart(crop.length, view, views));
}

/** Where the view of a clip that is shorter than the window begins (lineage: pyskl's UniformSampleFrames at test). */
function loopStart(length: number, view: number, views: number): number {
  return length < views ? view : Math.floor((view * length) / views);
}

function drawFrames(
  draft: Draft,
  resize: DataConfig["augment"]["resize"],
  drawing: (use: "frames") => RandomStream,
): void {
  const { crop, mix } = draft;
  if (resize === "interpolate") return mixInterpolated(mix, crop);
  const stream = drawing("frames");
  if (resize === "sample") return mixDrawn(mix, crop, stream);
  const start = crop.length < mix.first.length ? stream.int(crop.length) : 0;
  mixUniform(mix, crop, stream, start);
}

function reset(draft: Draft): void {
  for (let joint = 0; joint < draft.joints.length; joint++) draft.joints[joint] = joint;
  noRotation(draft.rotation);
  draft.scale.fill(1);
  draft.shift.fill(0);
  draft.masks.hidden = false;
  draft.masks.axis = -1;
}

function between(low: number, high: number, stream: RandomStream): number {
  return low + (high - low) * stream.uniform();
}
