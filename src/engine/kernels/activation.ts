import * as tf from "@tensorflow/tfjs-core";
import { defineRule, sizeOf } from "./kernel";
import { defineMacro } from "./macro";
import { asAxes, reducedShape } from "./reduce";

/** 1 where x > 0, else 0: a hard sigmoid of huge slope, which is faster on the CPU provider than a comparison and a cast. */
defineRule<{ alpha: number }>({
  name: "Step",
  inputs: ["x"],
  infer: ([x]) => [x!],
  lower: (g, [x], _, [shape]) => [g.node("HardSigmoid", [x!], shape!, { alpha: { float: 1e30 }, beta: { float: 0 } })],
});

const runRelu = defineMacro<object>({
  name: "HglRelu",
  inputs: ["x"],
  infer: ([x]) => [x!],
  lower: (g, [x], _, [shape]) => [g.node("Relu", [x!], shape!)],
  eager: ([x]) => tf.relu(x!),
  gradient: ([dy], _, [y]) => [tf.mul(dy!, tf.step(y!))],
});

/** max(x, 0); its gradient keeps the output instead of the input, which other operations keep anyway. */
export function relu(x: tf.Tensor): tf.Tensor {
  return runRelu([x], {})[0]!;
}

const runGelu = defineMacro<object>({
  name: "HglGelu",
  inputs: ["x"],
  infer: ([x]) => [x!],
  lower: (g, [x], _, [shape]) => {
    const erf = g.node("Erf", [g.node("Mul", [x!, g.floats([Math.SQRT1_2], [])], shape!)], shape!);
    const above = g.node("Add", [erf, g.floats([1], [])], shape!);
    return [g.node("Mul", [g.node("Mul", [x!, above], shape!), g.floats([0.5], [])], shape!)];
  },
  eager: ([x]) => tf.mul(x!, normalShare(x!)),
  gradient: ([dy], [x]) => {
    const density = tf.mul(tf.exp(tf.mul(tf.square(x!), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return [tf.mul(dy!, tf.add(normalShare(x!), tf.mul(x!, density)))];
  },
});

/** The share of a standard normal distribution below x. */
const normalShare = (x: tf.Tensor): tf.Tensor => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

/** x times the share of a standard normal distribution below x (Hendrycks and Gimpel, 2016; exact, not by tanh). */
export function gelu(x: tf.Tensor): tf.Tensor {
  return runGelu([x], {})[0]!;
}

const runMean = defineMacro<{ axes: number[] }>({
  name: "HglMean",
  inputs: ["x"],
  infer: ([x], { axes }) => [reducedShape(x!, axes, false)],
  lower: (g, [x], { axes }, [shape]) => [g.node("ReduceMean", [x!], shape!, { axes, keepdims: 0 })],
  eager: ([x], { axes }) => tf.mean(x!, axes),
  gradient: ([dy], [x], _, { axes }) => {
    const share = tf.mul(dy!, 1 / sizeOf(axes.map((a) => x!.shape[a]!)));
    return [tf.broadcastTo(share.reshape(reducedShape(x!.shape, axes, true)), x!.shape as [number])];
  },
});

/** Mean over axes, which vanish. */
export function meanOver(x: tf.Tensor, axes: number | number[]): tf.Tensor {
  return runMean([x], { axes: asAxes(axes, x.shape.length) })[0]!;
}
