import * as tf from "@tensorflow/tfjs-core";
import { pointwise, product } from "../../engine";
import { boneSupport } from "../skeleton/graph";
import type { Layout } from "../skeleton/layout";
import type { Declaration } from "./parameters";
import { NEARLY_ZERO } from "./parameters";
import type { Pass } from "./pass";
import type { SpatialShape } from "./spatial";

/** Subsets of the physical bones: self, gather-from-children, gather-from-parent. */
const SUBSETS = 3;

export function declareLocal(d: Declaration, { name, from, to, layout, config }: SpatialShape): void {
  const groups = config.lseGroups;
  d.weight(`${name}.lse.weight`, [to, from / groups, SUBSETS], {
    kind: "normal",
    mean: 0,
    std: Math.sqrt((2 * groups) / to),
  });
  d.weight(`${name}.lse.bias`, [SUBSETS, to], { kind: "constant", value: 0 });
  d.weight(`${name}.lse.edges`, [boneSupport(layout).length], { kind: "constant", value: 1 });
  d.norm(`${name}.lse.norm`, to, NEARLY_ZERO);
}

/**
 * LSE, local spatial enhancement: (E8) L = sum_j W_j [(P_j * E_j) X], then BN. E_j has weights only on the bones of P_j.
 *
 * @param x [B, C_in, V, T]
 * @returns [B, C_out, V, T]
 */
export function localSpatial(pass: Pass, { name, from, to, layout, config }: SpatialShape, x: tf.Tensor): tf.Tensor {
  const [b, , v, t] = x.shape as [number, number, number, number];
  const graphs = edgeGraphs(pass.get(`${name}.lse.edges`), layout);
  pass.keep(`${name}.lse.graphs`, () => graphs.reshape([SUBSETS, v, v]));
  const gathered = product(graphs, x).reshape([b, from * SUBSETS, v, t]);
  const w = pass.get(`${name}.lse.weight`).reshape([to, (from / config.lseGroups) * SUBSETS]);
  const bias = tf.sum(pass.get(`${name}.lse.bias`), 0);
  if (pass.training) return pass.norm(`${name}.lse.norm`, pointwise(gathered, w, config.lseGroups), bias);
  const { scale, shift } = pass.affine(`${name}.lse.norm`, bias);
  return pointwise(gathered, tf.mul(w, scale.reshape([-1, 1])), config.lseGroups, shift);
}

/** P_j * E_j for all j: [3V, V], from the weights on the support alone. */
function edgeGraphs(edges: tf.Tensor, layout: Layout): tf.Tensor {
  const v = layout.joints.length;
  const support = boneSupport(layout);
  const places = new Float32Array(support.length * SUBSETS * v * v);
  support.forEach(({ j, u, v: from, value }, i) => {
    places[i * SUBSETS * v * v + (j * v + u) * v + from] = value;
  });
  return product(edges.reshape([1, support.length]), tf.tensor(places, [support.length, SUBSETS * v * v])).reshape([
    SUBSETS * v,
    v,
  ]);
}
