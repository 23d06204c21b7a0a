import * as tf from "@tensorflow/tfjs-core";
import { pointwise } from "../../engine";
import type { Declaration } from "./parameters";
import type { Pass } from "./pass";

export function declareStem(d: Declaration, width: number, joints: number, bodies: number): void {
  d.conv("stem", [width, 3]);
  d.weight("stem.position", [joints, width], { kind: "normal", mean: 0, std: 1 });
  d.norm("stem.norm", bodies * joints * width);
}

/**
 * (E1) X0 = BN over M·V·C of (W x + b + P[v]) [lineage: InfoGCN, LA-GCN].
 *
 * @param x [N, M, 3, V, T]
 * @returns [N·M, C, V, T]
 */
export function stem(pass: Pass, x: tf.Tensor): tf.Tensor {
  const [n, m, , v, t] = x.shape as [number, number, number, number, number];
  const width = pass.get("stem.weight").shape[0]!;
  const embedded = pointwise(x.reshape([n * m, 3, v, t]), pass.get("stem.weight"), 1, pass.get("stem.bias"));
  const placed = tf.add(embedded, pass.get("stem.position").transpose().reshape([1, width, v, 1]));
  // The norm's features are named in the order (m, v, c), while memory holds (m, c, v).
  const order = (name: string): tf.Tensor => pass.get(name).reshape([m, v, width]).transpose([0, 2, 1]).reshape([-1]);
  const local = pass.reordered("stem.norm", order, (stat) =>
    stat.reshape([m, width, v]).transpose([0, 2, 1]).reshape([-1]),
  );
  return local.norm("stem.norm", placed.reshape([n, m * width * v, t])).reshape([n * m, width, v, t]);
}
