import * as tf from "@tensorflow/tfjs-core";
import { sameShape } from "./kernel";
import { asAxes, reducedShape } from "./reduce";

/**
 * Gradients of the tfjs operations that the model is written in. tfjs's bundle for Node registers none, and some of tfjs's own
 * are wrong or wasteful (they multiply by tensors of ones, or forget broadcast axes), so each rule stands here.
 */
type Rule<A> = (dy: tf.Tensor, saved: tf.Tensor[], attributes: A) => Record<string, () => tf.Tensor>;

function gradient<A = object>(
  kernelName: string,
  save: { inputs?: string[]; output?: boolean; all?: boolean },
  rule: Rule<A>,
): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: save.inputs ?? [],
    saveAllInputs: save.all ?? false,
    outputsToSave: save.output ? [true] : [],
    gradFunc: (dy, saved, attributes) => rule(dy as tf.Tensor, saved, attributes as A),
  });
}

/** Sums a gradient over the axes along which its operand was broadcast. Always a new tensor: tfjs disposes of each gradient on its own. */
export function reduceTo(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  if (sameShape(x.shape, shape)) return tf.clone(x);
  const lead = x.shape.length - shape.length;
  const axes = x.shape.flatMap((n, i) => (i < lead || (shape[i - lead] === 1 && n > 1) ? [i] : []));
  return tf.sum(x, axes, true).reshape(shape);
}

const ab = { inputs: ["a", "b"] };
gradient("Add", ab, (dy, [a, b]) => ({ a: () => reduceTo(dy, a!.shape), b: () => reduceTo(dy, b!.shape) }));
gradient("Sub", ab, (dy, [a, b]) => ({ a: () => reduceTo(dy, a!.shape), b: () => reduceTo(tf.neg(dy), b!.shape) }));
gradient("Multiply", ab, (dy, [a, b]) => ({
  a: () => reduceTo(tf.mul(dy, b!), a!.shape),
  b: () => reduceTo(tf.mul(dy, a!), b!.shape),
}));
gradient("RealDiv", ab, (dy, [a, b]) => ({
  a: () => reduceTo(tf.div(dy, b!), a!.shape),
  b: () => reduceTo(tf.neg(tf.div(tf.mul(dy, a!), tf.square(b!))), b!.shape),
}));

gradient("Exp", { output: true }, (dy, [y]) => ({ x: () => tf.mul(dy, y!) }));
gradient("Log", { inputs: ["x"] }, (dy, [x]) => ({ x: () => tf.div(dy, x!) }));
gradient("Sqrt", { output: true }, (dy, [y]) => ({ x: () => tf.div(dy, tf.mul(y!, 2)) }));
gradient("Rsqrt", { output: true }, (dy, [y]) => ({ x: () => tf.mul(tf.mul(dy, -0.5), tf.mul(y!, tf.square(y!))) }));
gradient("Square", { inputs: ["x"] }, (dy, [x]) => ({ x: () => tf.mul(dy, tf.mul(x!, 2)) }));
gradient("Neg", {}, (dy) => ({ x: () => tf.neg(dy) }));
gradient("Tanh", { output: true }, (dy, [y]) => ({ x: () => tf.mul(dy, tf.sub(1, tf.square(y!))) }));
gradient("Cast", {}, (dy) => ({ x: () => tf.clone(dy) }));
gradient("Identity", {}, (dy) => ({ x: () => tf.clone(dy) }));

gradient("Reshape", { inputs: ["x"] }, (dy, [x]) => ({ x: () => dy.reshape(x!.shape) }));
gradient<{ perm: number[] }>("Transpose", {}, (dy, _, { perm }) => ({
  x: () => dy.transpose(perm.map((_axis, i) => perm.indexOf(i))),
}));

gradient<{ begin: number[]; size: number[] }>("Slice", { inputs: ["x"] }, (dy, [x], { begin }) => ({
  x: () =>
    tf.pad(
      dy,
      x!.shape.map((n, i) => [begin[i]!, n - begin[i]! - dy.shape[i]!] as [number, number]),
    ),
}));

gradient<{ axis: number }>("Concat", { all: true }, (dy, parts, { axis }) => {
  let begin = 0;
  return Object.fromEntries(
    parts.map((part, i) => {
      const at = begin;
      begin += part.shape[axis]!;
      return [
        i,
        () =>
          dy.slice(
            part.shape.map((_, a) => (a === axis ? at : 0)),
            part.shape,
          ),
      ];
    }),
  );
});

gradient<{ axis: number | number[] }>("Sum", { inputs: ["x"] }, (dy, [x], { axis }) => ({
  x: () =>
    tf.broadcastTo(dy.reshape(reducedShape(x!.shape, asAxes(axis, x!.shape.length), true)), x!.shape as [number]),
}));

gradient<{ reps: number[] }>("Tile", { inputs: ["x"] }, (dy, [x], { reps }) => ({
  x: () => {
    const split = dy.reshape(x!.shape.flatMap((n, i) => [reps[i]!, n]));
    return tf
      .sum(
        split,
        x!.shape.map((_, i) => 2 * i),
      )
      .reshape(x!.shape);
  },
}));

gradient<{ dim: number }>("Softmax", { output: true }, (dy, [y], { dim }) => ({
  logits: () => {
    const weighted = tf.mul(dy, y!);
    return tf.sub(weighted, tf.mul(tf.sum(weighted, dim, true), y!));
  },
}));

/** The loss shifts logits by their maximum, which cancels: no gradient flows through it. */
gradient("Max", { inputs: ["x"] }, (_, [x]) => ({ x: () => tf.zeros(x!.shape as [number]) }));
