import * as tf from "@tensorflow/tfjs-core";
import { meanOver, product } from "../../engine";
import type { Declaration } from "../network/parameters";
import type { Pass } from "../network/pass";

const EPSILON = 1e-5;

/** A matrix [to, from], Xavier-normal as PyTorch starts a transformer's. */
export function declareMatrix(d: Declaration, name: string, to: number, from: number): void {
  d.weight(`${name}.weight`, [to, from], { kind: "normal", mean: 0, std: Math.sqrt(2 / (from + to)) });
}

export function declareLinear(d: Declaration, name: string, to: number, from: number): void {
  declareMatrix(d, name, to, from);
  d.weight(`${name}.bias`, [to], { kind: "constant", value: 0 });
}

/** [..., from] -> [..., to] */
export function linear(pass: Pass, name: string, x: tf.Tensor): tf.Tensor {
  const w = pass.get(`${name}.weight`);
  const [to, from] = w.shape as [number, number];
  // Rows of all samples at once: a batched product would make the matrix's gradient once per sample.
  const y = tf.add(product(x.reshape([-1, from]), w, false, true), pass.get(`${name}.bias`));
  return y.reshape([...x.shape.slice(0, -1), to]);
}

export function declareLayerNorm(d: Declaration, name: string, width: number): void {
  d.weight(`${name}.weight`, [width], { kind: "constant", value: 1 });
  d.weight(`${name}.bias`, [width], { kind: "constant", value: 0 });
}

/** Layer norm over the last axis. */
export function layerNorm(pass: Pass, name: string, x: tf.Tensor): tf.Tensor {
  const one = [...x.shape.slice(0, -1), 1];
  const centred = tf.sub(x, meanOver(x, -1).reshape(one));
  const variance = meanOver(tf.square(centred), -1).reshape(one);
  const normed = tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(normed, pass.get(`${name}.weight`)), pass.get(`${name}.bias`));
}
