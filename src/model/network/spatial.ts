import * as tf from "@tensorflow/tfjs-core";
import type { ModelConfig } from "../../common/config";
import { inScope, relu } from "../../engine";
import { boneGraphs, hierarchyGraphs } from "../skeleton/graph";
import type { Layout } from "../skeleton/layout";
import { declareGlobal, globalSpatial } from "./globalSpatial";
import { declareLocal, localSpatial } from "./localSpatial";
import type { Declaration } from "./parameters";
import type { Pass } from "./pass";

/** What a block's spatial module needs to know beyond its weights. */
export interface SpatialShape {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly layout: Layout;
  readonly config: ModelConfig;
}

/** The three prior graphs S starts from: hierarchy levels [lineage: HD-GCN] or the physical bones. */
export function priorGraphs({ layout, config }: SpatialShape): readonly Float32Array[] {
  return config.prior === "hierarchy" ? hierarchyGraphs(layout) : boneGraphs(layout);
}

const hasGlobal = (config: ModelConfig): boolean => config.cts !== "lse";
const hasLocal = (config: ModelConfig): boolean => config.cts === "both" || config.cts === "lse";

export function declareSpatial(d: Declaration, shape: SpatialShape): void {
  if (hasGlobal(shape.config)) declareGlobal(d, shape);
  if (hasLocal(shape.config)) declareLocal(d, shape);
  if (shape.from !== shape.to) {
    d.conv(`${shape.name}.cts.residual`, [shape.to, shape.from]);
    d.norm(`${shape.name}.cts.residual.norm`, shape.to);
  }
}

/**
 * CTS, composite-topology spatial module: (E9) Y = ReLU(BN(G) + BN(L) + R(X)).
 *
 * @param x [B, C_in, V, T]
 * @returns [B, C_out, V, T]
 */
export function spatial(pass: Pass, shape: SpatialShape, x: tf.Tensor): tf.Tensor {
  const { name, from, to, config } = shape;
  const terms: tf.Tensor[] = [];
  if (hasGlobal(config)) terms.push(inScope(`${name}.gsm`, () => globalSpatial(pass, shape, x)));
  if (hasLocal(config)) terms.push(inScope(`${name}.lse`, () => localSpatial(pass, shape, x)));
  const residual = `${name}.cts.residual`;
  terms.push(from === to ? x : inScope(residual, () => pass.pointwiseNorm(residual, `${residual}.norm`, x)));
  return inScope(`${name}.cts.sum`, () => relu(terms.reduce((sum, term) => tf.add(sum, term))));
}
