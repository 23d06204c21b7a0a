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
