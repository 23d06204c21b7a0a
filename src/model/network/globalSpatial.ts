import * as tf from "@tensorflow/tfjs-core";
import { channels, meanOver, pointwise, product } from "../../engine";
import type { Declaration } from "./parameters";
import { NEARLY_ZERO } from "./parameters";
import type { Pass } from "./pass";
import { priorGraphs, type SpatialShape } from "./spatial";

/** K subsets: self, forward, reverse. */
const K = 3;

const terms = ({ config }: SpatialShape): { learned: boolean; dynamic: boolean; attention: boolean } => ({
  learned: config.cts !== "fixed",
  dynamic: config.cts !== "fixed" && config.gsm.includes("D"),
  attention: config.cts !== "fixed" && config.gsm.includes("Q"),
});

const reducedWidth = ({ from, config }: SpatialShape): number => Math.max(1, Math.floor(from / config.reduction));

export function declareGlobal(d: Declaration, shape: SpatialShape): void {
  const { name, from, to, layout } = shape;
  const { learned, dynamic, attention } = terms(shape);
  const v = layout.joints.length;
  const r = reducedWidth(shape);
  d.conv(`${name}.fpb.value`, [to * K, from], to);
  if (dynamic || attention) {
    d.conv(`${name}.fpb.query`, [K * r, from], r);
    d.conv(`${name}.fpb.key`, [K * r, from], r);
  }
  if (learned) d.weight(`${name}.gsm.topology`, [K, v, v], { kind: "values", values: flat(priorGraphs(shape)) });
  if (dynamic) {
    d.weight(`${name}.gsm.dynamic.weight`, [K, to, r], { kind: "normal", mean: 0, std: Math.sqrt(2 / to) });
    d.weight(`${name}.gsm.dynamic.bias`, [K, to], { kind: "constant", value: 0 });
    d.weight(`${name}.gsm.dynamicGate`, [K], { kind: "constant", value: 0 });
  }
  if (attention) d.weight(`${name}.gsm.attentionGate`, [K], { kind: "constant", value: 0 });
  d.norm(`${name}.gsm.norm`, to, NEARLY_ZERO);
}

/**
 * FPB and GSM, the global spatial module over a composite topology:
 * (E2) U_k = W_k X, (E3) p_k, q_k from frame means, (E4) D_k, (E5) Q_k, (E6) A_k = S_k + a_k D_k + b_k Q_k, (E7) G = sum_k A_k U_k; then BN.
 * Everything is written with A transposed, [(k, v), u], so that the sums over k and v are one product. Kept on demand, rows u and columns v:
 * gsm.attention Q [B, K, V, V], gsm.dynamic a D [B, K, C_out, V, V], and gsm.topology, the mean of A over channels [B or 1, K, V, V].
 *
 * @param x [B, C_in, V, T]
 * @returns [B, C_out, V, T]
 */
export function globalSpatial(pass: Pass, shape: SpatialShape, x: tf.Tensor): tf.Tensor {
  const { name, to } = shape;
  const [b, , v, t] = x.shape as [number, number, number, number];
  const topology = compositeTopology(pass, shape, x);
  pass.keep(`${name}.gsm.topology`, () => meanOver(topology, 1).reshape([-1, K, v, v]).transpose([0, 1, 3, 2]));
  const aggregate = (w: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
    product(topology, pointwise(x, w, 1, bias).reshape([b, to, K * v, t]), true);

  const w = pass.get(`${name}.fpb.value.weight`);
  const bias = pass.get(`${name}.fpb.value.bias`);
  if (pass.training) return pass.norm(`${name}.gsm.norm`, aggregate(w, bias));
  // G is linear in W and b, so in evaluation the norm's scale moves into them.
  const { scale, shift } = pass.affine(`${name}.gsm.norm`);
  const perRow = tf.mul(scale.reshape([to, 1]), tf.ones([1, K])).reshape([to * K]);
  const g = aggregate(tf.mul(w, perRow.reshape([-1, 1])), tf.mul(bias, perRow));
  return tf.add(g, channels(shift, g));
}

/** Aᵀ: [B, C_out, 3V, V], or with fewer leading sizes where terms are switched off. */
function compositeTopology(pass: Pass, shape: SpatialShape, x: tf.Tensor): tf.Tensor {
  const { name, to, layout } = shape;
  const { learned, dynamic, attention } = terms(shape);
  const v = layout.joints.length;
  const b = x.shape[0]!;
  const s = learned ? pass.get(`${name}.gsm.topology`) : tf.tensor(flat(priorGraphs(shape)), [K, v, v]);
  let shared = s.transpose([0, 2, 1]).reshape([1, K, v, v]);
  if (!dynamic && !attention) return shared.reshape([1, 1, K * v, v]);

  const r = reducedWidth(shape);
  const pooled = meanOver(x, 3);
  const p = pointwise(pooled, pass.get(`${name}.fpb.query.weight`), 1, pass.get(`${name}.fpb.query.bias`));
  const q = pointwise(pooled, pass.get(`${name}.fpb.key.weight`), 1, pass.get(`${name}.fpb.key.bias`));
  if (attention) {
    const scores = product(p.reshape([b, K, r, v]), q.reshape([b, K, r, v]), true);
    const weights = tf.softmax(tf.mul(scores, 1 / Math.sqrt(r)));
    pass.keep(`${name}.gsm.attention`, () => weights);
    const gate = pass.get(`${name}.gsm.attentionGate`).reshape([1, K, 1, 1]);
    shared = tf.add(shared, tf.mul(gate, weights.transpose([0, 1, 3, 2])));
  }
  if (!dynamic) return shared.reshape([b, 1, K * v, v]);

  // Per subset: the r differences, then the shared topology as one more channel, which every output channel takes in whole.
  const differences = tf.tanh(tf.sub(p.reshape([b, K, r, 1, v]), q.reshape([b, K, r, v, 1])));
  const batched = shared.shape[0] === b ? shared : tf.tile(shared, [b, 1, 1, 1]);
  const features = tf.concat([differences, batched.reshape([b, K, 1, v, v])], 2).reshape([b, K * (r + 1), v, v]);
  const { own, bias } = dynamicWeights(pass, shape);
  const weight = tf.concat([own, tf.ones([K, to, 1])], 2).reshape([K * to, r + 1]);
  const bySubset = pointwise(features, weight, K, bias).reshape([b, K, to, v * v]);
  pass.keep(`${name}.gsm.dynamic`, () => {
    const alone = pointwise(differences.reshape([b, K * r, v, v]), own.reshape([K * to, r]), K, bias);
    return alone.reshape([b, K, to, v, v]).transpose([0, 1, 2, 4, 3]);
  });
  return bySubset.transpose([0, 2, 1, 3]).reshape([b, to, K * v, v]);
}

/** Per subset k: a_k W_k, [K, C_out, r], and a_k times its bias, [K C_out]. */
function dynamicWeights(pass: Pass, { name, to }: SpatialShape): { own: tf.Tensor; bias: tf.Tensor } {
  const gate = pass.get(`${name}.gsm.dynamicGate`);
  const own = tf.mul(pass.get(`${name}.gsm.dynamic.weight`), gate.reshape([K, 1, 1]));
  const bias = tf.mul(pass.get(`${name}.gsm.dynamic.bias`), gate.reshape([K, 1]));
  return { own, bias: bias.reshape([K * to]) };
}

function flat(graphs: readonly Float32Array[]): Float32Array {
  return Float32Array.from(graphs.flatMap((graph) => [...graph]));
}
