import * as tf from "@tensorflow/tfjs-core";
import { everyFrame, inScope, relu } from "../../engine";
import { declareGlobalTemporal, globalTemporal, type TemporalShape } from "./globalTemporal";
import { declareLocalTemporal, localTemporal } from "./localTemporal";
import type { Declaration } from "./parameters";
import type { Pass } from "./pass";

const projects = ({ from, to, stride }: TemporalShape): boolean => from !== to || stride !== 1;

export function declareTemporal(d: Declaration, shape: TemporalShape): void {
  const { name, from, to, config } = shape;
  if (config.dht !== "ltc") declareGlobalTemporal(d, shape);
  if (config.dht !== "gta") declareLocalTemporal(d, shape);
  if (projects(shape)) {
    d.conv(`${name}.residual`, [to, from]);
    d.norm(`${name}.residual.norm`, to);
  }
}

/**
 * DHT, dual-path hierarchical temporal module: (E14) X_out = ReLU(LTC(Y) + GTA(Y) + R_t(X)).
 *
 * @param y [B, C_out, V, T], the spatial module's output
 * @param x [B, C_in, V, T], the block's input
 * @returns [B, C_out, V, ceil(T / stride)]
 */
export function temporal(pass: Pass, shape: TemporalShape, y: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const { name, stride, config } = shape;
  const terms: tf.Tensor[] = [];
  if (config.dht !== "gta") terms.push(inScope(`${name}.ltc`, () => localTemporal(pass, shape, y)));
  if (config.dht !== "ltc") terms.push(inScope(`${name}.gta`, () => globalTemporal(pass, shape, y)));
  const residual = `${name}.residual`;
  terms.push(
    projects(shape)
      ? inScope(residual, () => pass.pointwiseNorm(residual, `${residual}.norm`, everyFrame(x, stride)))
      : x,
  );
  return inScope(`${name}.dht.sum`, () => relu(terms.reduce((sum, term) => tf.add(sum, term))));
}
