import * as tf from "@tensorflow/tfjs-core";
import type { ModelConfig } from "../../common/config";
import { everyFrame, meanOver, pointwise, product, stridedLength } from "../../engine";
import type { Declaration } from "./parameters";
import { NEARLY_ZERO } from "./parameters";
import type { Pass } from "./pass";

export interface TemporalShape {
  readonly name: string;
  /** The block's input and output channels. */
  readonly from: number;
  readonly to: number;
  readonly stride: number;
  /** Frames entering the block. */
  readonly frames: number;
  readonly config: ModelConfig;
}

const LAYER_NORM_EPSILON = 1e-5;

export function declareGlobalTemporal(d: Declaration, { name, to, frames, config }: TemporalShape): void {
  const width = to / 4;
  d.weight(`${name}.gta.layerNorm.weight`, [to], { kind: "constant", value: 1 });
  d.weight(`${name}.gta.layerNorm.bias`, [to], { kind: "constant", value: 0 });
  for (const part of ["query", "key", "value"]) d.conv(`${name}.gta.${part}`, [width, to]);
  d.conv(`${name}.gta.out`, [to, width]);
  d.weight(`${name}.gta.positionBias`, [config.gtaHeads, 2 * frames - 1], { kind: "constant", value: 0 });
  d.norm(`${name}.gta.norm`, to, NEARLY_ZERO);
}

/**
 * GTA, global temporal attention: (E10) z, q, k; (E11) the attention map over all frames with a learned bias per distance;
 * (E12) values keep all joints. "pooled" has one map per body and head, "per-joint" one per joint too.
 *
 * @param y [B, C, V, T]
 * @returns [B, C, V, ceil(T / stride)]
 */
export function globalTemporal(pass: Pass, shape: TemporalShape, y: tf.Tensor): tf.Tensor {
  const { name, to, stride, frames, config } = shape;
  const [b, , v] = y.shape as [number, number, number, number];
  const heads = config.gtaHeads;
  const perHead = to / 4 / heads;
  const out = stridedLength(frames, stride);
  const project = (part: string, x: tf.Tensor): tf.Tensor =>
    pointwise(x, pass.get(`${name}.gta.${part}.weight`), 1, pass.get(`${name}.gta.${part}.bias`));
  const values = project("value", y);
  const bias = distanceBias(pass.get(`${name}.gta.positionBias`), frames, stride);

  const attend = (q: tf.Tensor, k: tf.Tensor, distances: tf.Tensor): tf.Tensor => {
    const weights = tf.softmax(tf.add(tf.mul(product(q, k, true), 1 / Math.sqrt(perHead)), distances));
    pass.keep(`${name}.gta.attention`, () => weights);
    return weights;
  };

  let mixed: tf.Tensor;
  if (config.gta === "pooled") {
    const z = layerNorm(pass, `${name}.gta.layerNorm`, meanOver(y, 2));
    const q = project("query", everyFrame(z, stride)).reshape([b, heads, perHead, out]);
    const k = project("key", z).reshape([b, heads, perHead, frames]);
    mixed = product(values.reshape([b, heads, perHead * v, frames]), attend(q, k, bias), false, true);
  } else {
    const z = layerNorm(pass, `${name}.gta.layerNorm`, y);
    const perJoint = (x: tf.Tensor, t: number): tf.Tensor =>
      x
        .reshape([b * heads, perHead, v, t])
        .transpose([0, 2, 1, 3])
        .reshape([b, heads, v, perHead, t]);
    const weights = attend(
      perJoint(project("query", everyFrame(z, stride)), out),
      perJoint(project("key", z), frames),
      bias.reshape([heads, 1, out, frames]),
    );
    const each = product(perJoint(values, frames), weights, false, true);
    mixed = each.reshape([b * heads, v, perHead, out]).transpose([0, 2, 1, 3]);
  }
  return pass.pointwiseNorm(`${name}.gta.out`, `${name}.gta.norm`, mixed.reshape([b, to / 4, v, out]));
}

/** Layer norm over axis 1 of [B, C, ...]. */
function layerNorm(pass: Pass, name: string, x: tf.Tensor): tf.Tensor {
  const vector = (part: string): tf.Tensor =>
    pass.get(`${name}.${part}`).reshape([-1, ...x.shape.slice(2).map(() => 1)]);
  const keep = [x.shape[0]!, 1, ...x.shape.slice(2)];
  const centred = tf.sub(x, meanOver(x, 1).reshape(keep));
  const variance = meanOver(tf.square(centred), 1).reshape(keep);
  return tf.add(
    tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON))), vector("weight")),
    vector("bias"),
  );
}

/** beta[t - t'] laid out as [heads, T / stride, T]; t runs over the strided frames. */
function distanceBias(beta: tf.Tensor, frames: number, stride: number): tf.Tensor {
  const out = stridedLength(frames, stride);
  const distances = 2 * frames - 1;
  const places = new Float32Array(distances * out * frames);
  for (let i = 0; i < out; i++) {
    for (let t = 0; t < frames; t++) places[(i * stride - t + frames - 1) * out * frames + i * frames + t] = 1;
  }
  return product(beta, tf.tensor(places, [distances, out * frames])).reshape([beta.shape[0]!, out, frames]);
}
