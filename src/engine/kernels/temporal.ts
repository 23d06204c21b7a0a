import * as tf from "@tensorflow/tfjs-core";
import { reshaped } from "./kernel";
import { defineMacro } from "./macro";
import { pointwise, pointwiseWeightGradient } from "./pointwise";

interface ConvAttributes {
  readonly stride: number;
  readonly dilation: number;
}

/** Frames left by a centred window at this stride: ceil(T / stride). */
export const stridedLength = (frames: number, stride: number): number => Math.ceil(frames / stride);

const runConv = defineMacro<ConvAttributes>({
  name: "HglTemporalConv",
  inputs: ["x", "w"],
  infer: ([x, w], { stride }) => [[x![0]!, w![0]!, x![2]!, stridedLength(x![3]!, stride)]],
  lower: (g, [x, w], { stride, dilation }, [shape]) => {
    const [co, ci, k] = w!.shape as [number, number, number];
    const pad = (dilation * (k - 1)) / 2;
    const attributes = { kernel_shape: [1, k], pads: [0, pad, 0, pad], strides: [1, stride], dilations: [1, dilation] };
    return [g.node("Conv", [x!, reshaped(g, w!, [co, ci, 1, k])], shape!, attributes, "float32", "temporal")];
  },
  eager: ([x, w], { stride, dilation }) => {
    const k = w!.shape[2]!;
    const taps = shiftedTaps(x!, k, stride, dilation);
    return taps.map((tap, i) => pointwise(tap, weightOfTap(w!, i))).reduce((sum, y) => tf.add(sum, y));
  },
  gradient: ([dy], [x, w], _, attributes) => [
    inputGradient(dy!, w!, x!.shape[3]!, attributes),
    weightGradient(x!, dy!, w!.shape[2]!, attributes),
  ],
});

/**
 * Convolution along the frames with zero padding that keeps the clip centred.
 *
 * @param x [B, C_in, V, T]
 * @param w [C_out, C_in, k], k odd
 * @returns [B, C_out, V, ceil(T / stride)]
 */
export function temporalConv(x: tf.Tensor, w: tf.Tensor, stride: number, dilation: number): tf.Tensor {
  return runConv([x, w], { stride, dilation })[0]!;
}

const runMaxPool = defineMacro<{ stride: number }>({
  name: "HglTemporalMaxPool",
  inputs: ["x"],
  infer: ([x], { stride }) => [[x![0]!, x![1]!, x![2]!, stridedLength(x![3]!, stride)]],
  lower: (g, [x], { stride }, [shape]) => [
    g.node(
      "MaxPool",
      [x!],
      shape!,
      { kernel_shape: [1, 3], pads: [0, 1, 0, 1], strides: [1, stride] },
      "float32",
      "temporal",
    ),
  ],
  eager: ([x], { stride }) => shiftedTaps(x!, 3, stride, 1, LOWEST).reduce((a, b) => tf.maximum(a, b)),
  gradient: ([dy], [x], _, { stride }) => {
    const [a, b, c] = shiftedTaps(x!, 3, stride, 1, LOWEST) as [tf.Tensor, tf.Tensor, tf.Tensor];
    // As in PyTorch, the first frame of a window that holds the maximum gets the whole gradient.
    const first = tf.cast(tf.greaterEqual(a, tf.maximum(b, c)), "float32");
    const second = tf.mul(tf.sub(1, first), tf.cast(tf.greaterEqual(b, c), "float32"));
    const third = tf.sub(tf.sub(1, first), second);
    return [
      scatterTaps(
        [first, second, third].map((share) => tf.mul(share, dy!)),
        x!.shape[3]!,
        stride,
      ),
    ];
  },
});

const LOWEST = -3e38;

/** Maximum over windows of 3 frames: [B, C, V, T] -> [B, C, V, ceil(T / stride)]. */
export function temporalMaxPool(x: tf.Tensor, stride: number): tf.Tensor {
  return runMaxPool([x], { stride })[0]!;
}

/** Every stride-th frame: [B, C, V, T] -> [B, C, V, ceil(T / stride)]. */
export function everyFrame(x: tf.Tensor, stride: number): tf.Tensor {
  return stride === 1 ? x : runEveryFrame([x], { stride })[0]!;
}

const runEveryFrame = defineMacro<{ stride: number }>({
  name: "HglEveryFrame",
  inputs: ["x"],
  infer: ([x], { stride }) => [[...x!.slice(0, -1), stridedLength(x!.at(-1)!, stride)]],
  lower: (g, [x], { stride }, [shape]) => {
    const rank = x!.shape.length;
    return [
      g.node("Slice", [x!, g.ints([0]), g.ints([x!.shape.at(-1)!]), g.ints([rank - 1]), g.ints([stride])], shape!),
    ];
  },
  eager: ([x], { stride }) => phases(x!, stride)[0]!,
  gradient: ([dy], [x], _, { stride }) => {
    const zeros = tf.zerosLike(dy!);
    return [interleave([dy!, ...Array.from({ length: stride - 1 }, () => zeros)], x!.shape.at(-1)!)];
  },
});

/** The k views of x that a window sees, at every stride-th position: each [B, C, V, ceil(T / stride)]. */
function shiftedTaps(x: tf.Tensor, k: number, stride: number, dilation: number, fill = 0): tf.Tensor[] {
  const frames = x.shape[3]!;
  const pad = (dilation * (k - 1)) / 2;
  const padded = tf.pad(
    x,
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [pad, pad + stride - 1],
    ],
    fill,
  );
  const span = stridedLength(frames, stride) * stride;
  return Array.from({ length: k }, (_, i) => {
    const view = padded.slice([0, 0, 0, i * dilation], [-1, -1, -1, Math.min(span, padded.shape[3]! - i * dilation)]);
    return everyFrame(view, stride);
  });
}

/** The transpose of `shiftedTaps` for a window of 3: gradients of the taps added up where they came from. */
function scatterTaps(taps: readonly tf.Tensor[], frames: number, stride: number): tf.Tensor {
  const [a, b, c] = taps as [tf.Tensor, tf.Tensor, tf.Tensor];
  const shifted = (x: tf.Tensor, before: number, after: number): tf.Tensor => shift(x, before, after);
  if (stride === 1) return tf.add(tf.add(shifted(a, -1, 1), b), shifted(c, 1, -1));
  if (stride !== 2) throw new Error(`A temporal stride of ${stride} is not supported; use 1 or 2.`);
  return interleave([b, tf.add(shifted(a, -1, 1), c)], frames);
}

/** Drops or pads frames at both ends; negative numbers drop. */
function shift(x: tf.Tensor, before: number, after: number): tf.Tensor {
  const [, , , frames] = x.shape as [number, number, number, number];
  const begin = Math.max(0, -before);
  const cut = x.slice([0, 0, 0, begin], [-1, -1, -1, frames - begin - Math.max(0, -after)]);
  return tf.pad(cut, [
    [0, 0],
    [0, 0],
    [0, 0],
    [Math.max(0, before), Math.max(0, after)],
  ]);
}

/** Frames by their remainder modulo `stride`: each [..., ceil(T / stride)], zero where the last cycle is incomplete. */
function phases(x: tf.Tensor, stride: number): tf.Tensor[] {
  const frames = x.shape.at(-1)!;
  const count = stridedLength(frames, stride);
  const whole = tf.pad(
    x,
    x.shape.map((_, i) => [0, i === x.shape.length - 1 ? count * stride - frames : 0] as [number, number]),
  );
  const lead = x.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const cycles = whole.reshape([lead, count, stride]);
  return Array.from({ length: stride }, (_, i) =>
    cycles.slice([0, 0, i], [-1, -1, 1]).reshape([...x.shape.slice(0, -1), count]),
  );
}

/** The inverse of `phases`, cut to `frames`. */
function interleave(parts: readonly tf.Tensor[], frames: number): tf.Tensor {
  const shape = parts[0]!.shape;
  const count = shape.at(-1)!;
  const joined = tf
    .concat(
      parts.map((part) => part.reshape([-1, count, 1])),
      2,
    )
    .reshape([...shape.slice(0, -1), count * parts.length]);
  return joined.slice(
    shape.map(() => 0),
    [...shape.slice(0, -1), frames],
  );
}

function weightOfTap(w: tf.Tensor, tap: number): tf.Tensor {
  const [co, ci] = w.shape as [number, number, number];
  return w.slice([0, 0, tap], [co, ci, 1]).reshape([co, ci]);
}

/** One small convolution of dy per output phase, so that no inserted zeros are multiplied. */
function inputGradient(dy: tf.Tensor, w: tf.Tensor, frames: number, { stride, dilation }: ConvAttributes): tf.Tensor {
  const k = w.shape[2]!;
  const pad = (dilation * (k - 1)) / 2;
  const parts: tf.Tensor[] = [];
  for (let phase = 0; phase < stride; phase++) {
    const taps = Array.from({ length: k }, (_, i) => ({ tap: i, offset: (phase + pad - dilation * i) / stride }))
      .filter(({ offset }) => Number.isInteger(offset))
      .reverse();
    parts.push(taps.length === 0 ? zerosOf(dy, w.shape[1]!) : correlate(dy, w, taps));
  }
  return stride === 1 ? parts[0]! : interleave(parts, frames);
}

const zerosOf = (dy: tf.Tensor, channels: number): tf.Tensor =>
  tf.tile(tf.zeros([1, 1, 1, 1]), [dy.shape[0]!, channels, dy.shape[2]!, dy.shape[3]!]);

/** sum over taps of w[:, :, tap]ᵀ dy shifted by offset; offsets rise by a constant step. */
function correlate(dy: tf.Tensor, w: tf.Tensor, taps: readonly { tap: number; offset: number }[]): tf.Tensor {
  const step = taps.length > 1 ? taps[1]!.offset - taps[0]!.offset : 1;
  // A centred window reaches whole steps only; frames put in front turn the other offsets (stride 2, dilation 3) into such.
  const remainder = ((taps[0]!.offset % step) + step) % step;
  const delay = remainder === 0 ? 0 : step - remainder;
  const reach = Math.max(...taps.map(({ offset }) => Math.abs(offset + delay) / step));
  const [co, ci] = w.shape as [number, number, number];
  const centred = Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const known = taps.find(({ offset }) => offset + delay === (i - reach) * step);
    return known ? w.slice([0, 0, known.tap], [co, ci, 1]) : tf.zeros([co, ci, 1]);
  });
  const flipped = tf.concat(centred, 2).transpose([1, 0, 2]);
  if (delay === 0) return temporalConv(dy, flipped, 1, step);
  const delayed = tf.pad(dy, [
    [0, 0],
    [0, 0],
    [0, 0],
    [delay, 0],
  ]);
  return temporalConv(delayed, flipped, 1, step).slice([0, 0, 0, 0], [-1, -1, -1, dy.shape[3]!]);
}

function weightGradient(x: tf.Tensor, dy: tf.Tensor, k: number, { stride, dilation }: ConvAttributes): tf.Tensor {
  const [, ci] = x.shape as [number, number];
  const unfolded = tf.concat(shiftedTaps(x, k, stride, dilation), 1);
  return pointwiseWeightGradient(unfolded, dy).reshape([dy.shape[1]!, k, ci]).transpose([0, 2, 1]);
}
