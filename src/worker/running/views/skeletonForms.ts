import type { Stream } from "../../../common/vocabulary";
import { fillBatch, type Preparation } from "../../../model/data/batch";
import type { Dataset } from "../../../model/data/dataset";
import { applyStream, planStream } from "../../../model/data/streams";
import { facing, packed, type Turn } from "./movement";
import { recordedValues, type ClipForm } from "./skeletonClips";

/** The epoch whose augmentation is shown. */
const EPOCH = 1;
/** Displacements from frame to frame are a few centimetres; drawn this much longer they can be seen. */
const STRETCH = 8;

/** Each clip as recorded in every stream asked for, and then the same after augmentation. */
export function clipForms(
  streams: readonly Stream[],
  augmented: boolean,
  config: Preparation,
  seed: number,
): ClipForm[] {
  return [
    ...streams.map((stream) => recorded(stream)),
    ...(augmented ? streams.map((stream) => augmentedForm(stream, config, seed)) : []),
  ];
}

function recorded(stream: Stream): ClipForm {
  return (dataset, clip) => {
    const values = recordedValues(dataset, clip);
    const { layout } = dataset;
    const { bodies } = dataset.clips[clip]!;
    const frames = values.length / (bodies * layout.joints.length * 3);
    const channels = asChannels(values, frames, bodies, layout.joints.length);
    if (stream !== "J")
      applyStream(channels, 0, bodies, layout.joints.length, frames, planStream(stream, layout, dataset.coordinates));
    return formOf(dataset, frames, bodies, stream, facing(values, dataset), values, channels, null);
  };
}

/** As the epoch trains the clip, were it the first one of its order: cropped, resized, rotated, mirrored, scaled. */
function augmentedForm(stream: Stream, config: Preparation, seed: number): ClipForm {
  const { window, augment } = config;
  return (dataset, clip) => {
    const { layout } = dataset;
    const size = layout.bodies * 3 * layout.joints.length * window;
    const made = (of: Stream): Float32Array => {
      const x = new Float32Array(size);
      const options = { seed, epoch: EPOCH, training: true, first: 0 };
      fillBatch(x, dataset, [clip], { ...config, stream: of }, options);
      return x;
    };
    const values = asFrames(made("J"), window, layout.bodies, layout.joints.length);
    const turn = facing(recordedValues(dataset, clip), dataset);
    const scaled = augment.minmax ? ", each axis scaled to [-1, 1]" : "";
    const note = `as epoch ${EPOCH} trains it with seed ${seed}${scaled}`;
    return formOf(dataset, window, layout.bodies, stream, turn, values, made(stream), note);
  };
}

function formOf(
  { layout }: Dataset,
  frames: number,
  bodies: number,
  stream: Stream,
  turn: Turn,
  values: Float32Array,
  channels: Float32Array,
  note: string | null,
): ReturnType<ClipForm> {
  const motion = stream.endsWith("M");
  const words = [
    ...(stream === "J" ? [] : [`stream ${stream}${motion ? `, drawn ${STRETCH} times as long` : ""}`]),
    ...(note === null ? [] : [note]),
  ];
  return {
    frames,
    bodies,
    ...packed(values, turn),
    note: words.length > 0 ? words.join(", ") : null,
    vectors:
      stream === "J"
        ? null
        : {
            ...packed(asFrames(channels, frames, bodies, layout.joints.length), turn),
            joint: motion ? "start" : "end",
            stretch: motion ? STRETCH : 1,
          },
  };
}

/** [T, M, V, 3] to [M, 3, V, T]. */
function asChannels(values: Float32Array, frames: number, bodies: number, joints: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let at = 0, t = 0; t < frames; t++)
    for (let body = 0; body < bodies; body++)
      for (let joint = 0; joint < joints; joint++)
        for (let axis = 0; axis < 3; axis++, at++) out[((body * 3 + axis) * joints + joint) * frames + t] = values[at]!;
  return out;
}

/** [M, 3, V, T] to [T, M, V, 3]. */
function asFrames(channels: Float32Array, frames: number, bodies: number, joints: number): Float32Array {
  const out = new Float32Array(channels.length);
  for (let at = 0, t = 0; t < frames; t++)
    for (let body = 0; body < bodies; body++)
      for (let joint = 0; joint < joints; joint++)
        for (let axis = 0; axis < 3; axis++, at++)
          out[at] = channels[((body * 3 + axis) * joints + joint) * frames + t]!;
  return out;
}
