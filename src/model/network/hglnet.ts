import * as tf from "@tensorflow/tfjs-core";
import { HglError } from "../../common/errors";
import type { ModelConfig } from "../../common/config";
import { inScope, meanOver, product, stridedLength } from "../../engine";
import type { Layout } from "../skeleton/layout";
import { Declaration } from "./parameters";
import type { Pass } from "./pass";
import { declareSpatial, spatial, type SpatialShape } from "./spatial";
import { declareStem, stem } from "./stem";
import { declareTemporal, temporal } from "./temporal";
import type { TemporalShape } from "./globalTemporal";

/** What a network is built for. */
export interface NetworkShape {
  readonly config: ModelConfig;
  readonly layout: Layout;
  readonly classes: number;
  /** Frames T of the input. */
  readonly window: number;
}

export type BlockShape = SpatialShape & TemporalShape;

/** The blocks in order, with the channels and frames each one sees. */
export function blockShapes({ config, layout, window }: NetworkShape): BlockShape[] {
  let frames = window;
  return config.widths.map((to, i) => {
    const stride = config.strides[i]!;
    const shape = {
      name: `blocks.${i + 1}`,
      from: config.widths[Math.max(0, i - 1)]!,
      to,
      stride,
      frames,
      layout,
      config,
    };
    frames = stridedLength(frames, stride);
    return shape;
  });
}

/** The names, shapes, places and start values of all weights and statistics. Throws HglError "model" on an impossible shape. */
export function declareHglnet(shape: NetworkShape): Declaration {
  check(shape);
  const { config, layout, classes } = shape;
  const d = new Declaration();
  declareStem(d, config.widths[0]!, layout.joints.length, layout.bodies);
  for (const block of blockShapes(shape)) {
    declareSpatial(d, block);
    declareTemporal(d, block);
  }
  d.weight("head.weight", [classes, config.widths.at(-1)!], { kind: "normal", mean: 0, std: Math.sqrt(2 / classes) });
  d.weight("head.bias", [classes], { kind: "constant", value: 0 });
  return d;
}

/**
 * HGLNet, reconstructed from the paper's abstract and its lineage: stem, blocks of CTS then DHT, mean over frames, joints and bodies, classifier.
 *
 * @param x [N, M, 3, V, T]
 * @param dropout [N, C], the mask over the pooled feature already divided by the share kept; none in evaluation
 * @returns logits [N, classes]
 */
export function hglnet(pass: Pass, shape: NetworkShape, x: tf.Tensor, dropout?: tf.Tensor): tf.Tensor {
  const [n, m] = x.shape as [number, number];
  let map = inScope("stem", () => stem(pass, x)); //              [N·M, C, V, T]
  for (const block of blockShapes(shape)) {
    const y = spatial(pass, block, map); //                       [N·M, C', V, T]
    map = temporal(pass, block, y, map); //                       [N·M, C', V, T']
  }
  pass.keep("map", () => map);
  return inScope("head", () => {
    let feature = meanOver(meanOver(map, [2, 3]).reshape([n, m, -1]), 1); // [N, C]
    pass.keep("feature", () => feature);
    pass.keep("steps", () => stepLogits(pass, map, n, m));
    if (dropout) feature = tf.mul(feature, dropout);
    return tf.add(product(feature, pass.get("head.weight"), false, true), pass.get("head.bias"));
  });
}

/**
 * The classifier on each step of the last map instead of on their mean. It is linear, so that the mean over the steps are the logits.
 *
 * @param map [N·M, C, V, T']
 * @returns [N, classes, T']
 */
function stepLogits(pass: Pass, map: tf.Tensor, n: number, m: number): tf.Tensor {
  const [, c, , steps] = map.shape as [number, number, number, number];
  const features = meanOver(meanOver(map, 2).reshape([n, m, c, steps]), 1); // [N, C, T']
  const weight = pass.get("head.weight");
  const bias = pass.get("head.bias");
  const perStep = product(features.transpose([0, 2, 1]), weight, false, true); // [N, T', classes]
  return tf.add(perStep, bias).transpose([0, 2, 1]);
}

function check({ config, classes, window }: NetworkShape): void {
  const { widths, strides, gtaHeads, lseGroups, kernel } = config;
  const fail = (what: string, next: string): never => {
    throw new HglError({ code: "model", what, next });
  };
  if (widths.length === 0 || widths.length !== strides.length) {
    fail(
      `${widths.length} widths and ${strides.length} strides do not pair up`,
      "give one width and one stride per block",
    );
  }
  for (const width of widths) {
    if (!Number.isInteger(width) || width < 4 * gtaHeads || width % (4 * gtaHeads) !== 0 || width % lseGroups !== 0) {
      fail(
        `a block of ${width} channels cannot be split over ${gtaHeads} attention heads of a quarter width and ${lseGroups} groups`,
        `use a multiple of ${4 * gtaHeads} that ${lseGroups} divides`,
      );
    }
  }
  for (const stride of strides) if (stride !== 1 && stride !== 2) fail(`a stride of ${stride}`, "use 1 or 2");
  if (kernel % 2 !== 1 || kernel < 1) fail(`a temporal kernel of ${kernel} frames has no centre`, "use an odd number");
  const shrink = strides.reduce((a, b) => a * b, 1);
  if (window < 2 * shrink)
    fail(
      `a window of ${window} frames is too short for strides that divide it by ${shrink}`,
      `use at least ${2 * shrink} frames`,
    );
  if (classes < 2) fail(`${classes} class`, "give the network at least two classes");
}
