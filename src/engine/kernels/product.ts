import * as tf from "@tensorflow/tfjs-core";
import type { GraphBuilder, Ref } from "../onnx/graph";
import { reduceTo } from "./gradients";
import { broadcastShape, sizeOf } from "./kernel";
import { defineMacro } from "./macro";

interface Transposes {
  readonly transA: boolean;
  readonly transB: boolean;
}

const run = defineMacro<Transposes>({
  name: "HglProduct",
  inputs: ["a", "b"],
  infer: ([a, b], { transA, transB }) => [
    [...broadcastShape(a!.slice(0, -2), b!.slice(0, -2)), a!.at(transA ? -1 : -2)!, b!.at(transB ? -2 : -1)!],
  ],
  lower: (g, [a, b], { transA, transB }, [shape]) => {
    if (g.standard || !(transA || transB)) {
      const operands = [transA ? transposed(g, a!) : a!, transB ? transposed(g, b!) : b!];
      return [g.node("MatMul", operands, shape!, {}, "float32", "product")];
    }
    const attributes = { transA: Number(transA), transB: Number(transB) };
    return [g.node("FusedMatMul", [a!, b!], shape!, attributes, "float32", "product")];
  },
  eager: ([a, b], { transA, transB }) => {
    const batch = broadcastShape(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    // tfjs's cpu backend multiplies wrongly where both sides broadcast, so both are copied out to the full batch.
    const full = (x: tf.Tensor): tf.Tensor3D =>
      tf
        .broadcastTo(x, [...batch, ...x.shape.slice(-2)] as [number])
        .reshape([sizeOf(batch), ...x.shape.slice(-2)]) as tf.Tensor3D;
    const y = tf.matMul(full(a!), full(b!), transA, transB);
    return y.reshape([...batch, ...y.shape.slice(1)]);
  },
  gradient: ([dy], [a, b], _, { transA, transB }) => [
    reduceTo(transA ? product(b!, dy!, transB, true) : product(dy!, b!, false, !transB), a!.shape),
    reduceTo(transB ? product(dy!, a!, true, transA) : product(a!, dy!, !transA, false), b!.shape),
  ],
});

/** The last two axes swapped. */
function transposed(g: GraphBuilder, x: Ref): Ref {
  const rank = x.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return g.node(
    "Transpose",
    [x],
    perm.map((axis) => x.shape[axis]!),
    { perm },
  );
}

/**
 * Matrix product op(a)·op(b) over the last two axes; leading axes broadcast, and gradients are summed back over them
 * (tfjs's own product does not).
 *
 * @param a [..., M, K], or [..., K, M] with transA
 * @param b [..., K, N], or [..., N, K] with transB
 * @returns [..., M, N]
 */
export function product(a: tf.Tensor, b: tf.Tensor, transA = false, transB = false): tf.Tensor {
  return run([a, b], { transA, transB })[0]!;
}
