import * as tf from "@tensorflow/tfjs-core";
import { reshaped, sizeOf, type Shape } from "./kernel";
import { defineMacro } from "./macro";

interface Groups {
  readonly groups: number;
}

/** [B, C, ...] -> [B, G, C/G, L] */
const grouped = (shape: Shape, groups: number): number[] => [
  shape[0]!,
  groups,
  shape[1]! / groups,
  sizeOf(shape.slice(2)),
];

const run = defineMacro<Groups>({
  name: "HglPointwise",
  inputs: ["x", "w"],
  infer: ([x, w]) => [[x![0]!, w![0]!, ...x!.slice(2)]],
  lower: (g, [x, w], { groups }, [shape]) => {
    const [b, , ci, l] = grouped(x!.shape, groups);
    const co = w!.shape[0]! / groups;
    const y =
      groups === 1
        ? g.node("MatMul", [w!, reshaped(g, x!, [b!, ci!, l!])], [b!, co, l!], {}, "float32", "pointwise")
        : g.node(
            "MatMul",
            [reshaped(g, w!, [groups, co, ci!]), reshaped(g, x!, [b!, groups, ci!, l!])],
            [b!, groups, co, l!],
            {},
            "float32",
            "pointwise",
          );
    return [reshaped(g, y, shape!)];
  },
  eager: ([x, w], { groups }) => eagerPointwise(x!, w!, groups),
  gradient: ([dy], [x, w], _, { groups }) => [
    pointwise(dy!, transposedWeight(w!, groups), groups),
    pointwiseWeightGradient(x!, dy!, groups),
  ],
});

/** The same with a bias added while the result is still in cache. */
const runWithBias = defineMacro<Groups>({
  name: "HglPointwiseBias",
  inputs: ["x", "w", "bias"],
  infer: ([x, w]) => [[x![0]!, w![0]!, ...x!.slice(2)]],
  lower: (g, [x, w, bias], { groups }, [shape]) => {
    const [b, , ci, l] = grouped(x!.shape, groups);
    const co = w!.shape[0]!;
    const y = g.node(
      "Conv",
      [reshaped(g, x!, [b!, groups * ci!, l!]), reshaped(g, w!, [co, ci!, 1]), bias!],
      [b!, co, l!],
      { kernel_shape: [1], group: groups },
      "float32",
      "pointwise",
    );
    return [reshaped(g, y, shape!)];
  },
  eager: ([x, w, bias], { groups }) =>
    tf.add(eagerPointwise(x!, w!, groups), bias!.reshape([-1, ...x!.shape.slice(2).map(() => 1)])),
  gradient: ([dy], [x, w], _, { groups }) => [
    pointwise(dy!, transposedWeight(w!, groups), groups),
    pointwiseWeightGradient(x!, dy!, groups),
    tf.sum(dy!, otherAxes(dy!)),
  ],
});

const runWeightGradient = defineMacro<Groups>({
  name: "HglPointwiseWeightGradient",
  inputs: ["x", "dy"],
  infer: ([x, dy], { groups }) => [[dy![1]!, x![1]! / groups]],
  lower: (g, [x, dy], { groups }, [shape]) => {
    const [b, , ci, l] = grouped(x!.shape, groups);
    const co = dy!.shape[1]! / groups;
    if (groups === 1 && oneProductIsFaster(b!, co, ci!, l!)) {
      const flat = (ref: typeof x, c: number) =>
        reshaped(g, g.node("Transpose", [reshaped(g, ref!, [b!, c, l!])], [c, b!, l!], { perm: [1, 0, 2] }), [
          c,
          b! * l!,
        ]);
      return [g.node("FusedMatMul", [flat(dy, co), flat(x, ci!)], shape!, { transB: 1 }, "float32", "pointwise_dw")];
    }
    const each = g.node(
      "FusedMatMul",
      [reshaped(g, dy!, [b!, groups, co, l!]), reshaped(g, x!, [b!, groups, ci!, l!])],
      [b!, groups, co, ci!],
      { transB: 1 },
      "float32",
      "pointwise_dw",
    );
    return [reshaped(g, g.node("ReduceSum", [each, g.ints([0])], [groups, co, ci!], { keepdims: 0 }), shape!)];
  },
  eager: ([x, dy], { groups }) => {
    const [b, , ci, l] = grouped(x!.shape, groups);
    const co = dy!.shape[1]! / groups;
    const each = tf.matMul(dy!.reshape([b! * groups, co, l!]), x!.reshape([b! * groups, ci!, l!]), false, true);
    return tf.sum(each.reshape([b!, groups, co, ci!]), 0).reshape([groups * co, ci!]);
  },
});

/** The batch of small results outgrows the operands: one product over all samples then moves less memory. */
function oneProductIsFaster(b: number, co: number, ci: number, l: number): boolean {
  return b * co * ci > 1.2 * b * l * (co + ci);
}

/**
 * 1x1 convolution over axis 1.
 *
 * @param x [B, C_in, ...]
 * @param w [C_out, C_in / groups]
 * @param bias [C_out]
 * @returns [B, C_out, ...]
 */
export function pointwise(x: tf.Tensor, w: tf.Tensor, groups = 1, bias?: tf.Tensor): tf.Tensor {
  return bias ? runWithBias([x, w, bias], { groups })[0]! : run([x, w], { groups })[0]!;
}

/** sum over B and positions of dy xᵀ: [C_out, C_in / groups] from x [B, C_in, ...] and dy [B, C_out, ...]. */
export function pointwiseWeightGradient(x: tf.Tensor, dy: tf.Tensor, groups = 1): tf.Tensor {
  return runWeightGradient([x, dy], { groups })[0]!;
}

function transposedWeight(w: tf.Tensor, groups: number): tf.Tensor {
  const [co, ci] = w.shape as [number, number];
  return w
    .reshape([groups, co / groups, ci])
    .transpose([0, 2, 1])
    .reshape([groups * ci, co / groups]);
}

function eagerPointwise(x: tf.Tensor, w: tf.Tensor, groups: number): tf.Tensor {
  const [b, , ci, l] = grouped(x.shape, groups);
  const co = w.shape[0]! / groups;
  const weights = tf.tile(w.reshape([1, groups, co, ci!]), [b!, 1, 1, 1]).reshape([b! * groups, co, ci!]);
  return tf
    .matMul(weights as tf.Tensor3D, x.reshape([b! * groups, ci!, l!]) as tf.Tensor3D)
    .reshape([b!, groups * co, ...x.shape.slice(2)]);
}

/** All axes but the channels'. */
export function otherAxes(x: tf.Tensor): number[] {
  return x.shape.map((_, i) => i).filter((i) => i !== 1);
}
