import * as tf from "@tensorflow/tfjs-core";
import { everyFrame, relu, temporalMaxPool } from "../../engine";
import type { TemporalShape } from "./globalTemporal";
import type { Declaration, Init } from "./parameters";
import type { Pass } from "./pass";

/** Scales of the branches' norms start near 1 [lineage: CTR-GCN]. */
const BRANCH_SCALE: Init = { kind: "normal", mean: 1, std: 0.02 };

export function declareLocalTemporal(d: Declaration, { name, to, config }: TemporalShape): void {
  const width = to / 4;
  d.conv(`${name}.ltc.reduce`, [to, to], width);
  d.norm(`${name}.ltc.reduceNorm`, to, BRANCH_SCALE);
  for (const i of [1, 2]) d.conv(`${name}.ltc.conv${i}`, [width, width, config.kernel]);
  d.norm(`${name}.ltc.norm`, 3 * width, BRANCH_SCALE);
}

/**
 * LTC, local temporal convolution: (E13) four branches of C/4 channels (two dilations, max-pool of 3, plain), each behind a 1x1 reduction
 * [lineage: CTR-GCN].
 *
 * @param y [B, C, V, T]
 * @returns [B, C, V, ceil(T / stride)]
 */
export function localTemporal(pass: Pass, { name, to, stride, config }: TemporalShape, y: tf.Tensor): tf.Tensor {
  const width = to / 4;
  const { active, plain } = reduced(pass, name, y, width, stride);
  const branch = (i: number): tf.Tensor => active.slice([0, i * width, 0, 0], [-1, width, -1, -1]);
  const moved = [
    pass.temporal(`${name}.ltc.conv1`, branch(0), stride, config.dilations[0]),
    pass.temporal(`${name}.ltc.conv2`, branch(1), stride, config.dilations[1]),
    temporalMaxPool(branch(2), stride),
  ];
  const bias = tf.concat([pass.get(`${name}.ltc.conv1.bias`), pass.get(`${name}.ltc.conv2.bias`), tf.zeros([width])]);
  const joined = pass.norm(`${name}.ltc.norm`, tf.concat(moved, 1), bias);
  return tf.concat([joined, plain], 1);
}

/** The 1x1 reductions of all branches with their norms: `active` [B, 3C/4, V, T] behind a ReLU, `plain` [B, C/4, V, T / stride] as it is. */
function reduced(
  pass: Pass,
  name: string,
  y: tf.Tensor,
  width: number,
  stride: number,
): { active: tf.Tensor; plain: tf.Tensor } {
  const [conv, norm] = [`${name}.ltc.reduce`, `${name}.ltc.reduceNorm`];
  const part = (x: tf.Tensor, begin: number, size: number): tf.Tensor => x.slice([0, begin, 0, 0], [-1, size, -1, -1]);
  if (stride === 1) {
    const all = pass.pointwiseNorm(conv, norm, y);
    return { active: relu(part(all, 0, 3 * width)), plain: part(all, 3 * width, width) };
  }
  // The plain branch strides in its 1x1, so its statistics are those of the frames it keeps.
  const branches = [
    { x: y, begin: 0, size: 3 * width },
    { x: everyFrame(y, stride), begin: 3 * width, size: width },
  ].map(({ x, begin, size }) => {
    const rows = pass.rows(conv, norm, begin, size);
    return { out: rows.pointwiseNorm(conv, norm, x), seen: rows.seen.get(norm) };
  });
  const [first, second] = branches;
  if (first!.seen && second!.seen) {
    pass.saw(norm, {
      mean: tf.concat([first!.seen.mean, second!.seen.mean]),
      variance: tf.concat([unbiased(first!.seen), unbiased(second!.seen)]),
      count: Infinity,
    });
  }
  return { active: relu(first!.out), plain: second!.out };
}

/** The variance with Bessel's correction, where one count cannot serve both parts. */
function unbiased({ variance, count }: { variance: tf.Tensor; count: number }): tf.Tensor {
  return tf.mul(variance, count / (count - 1));
}
