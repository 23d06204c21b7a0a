import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, channels, pointwise, temporalConv } from "../../engine";

const EPSILON = 1e-5;

/** New batch statistics of one norm: the mean and the population variance over `count` values per channel (infinite: variance is corrected). */
export interface BatchStatistics {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
  readonly count: number;
}

/** Which intermediate maps a pass leaves behind: all, none, or those of these names. */
export type KeptMaps = boolean | ReadonlySet<string>;

/** One forward pass: the network's parameters by name, the mode, and what the pass leaves behind. */
export class Pass {
  /** Statistics seen in training mode, by the norm's name. */
  readonly seen = new Map<string, BatchStatistics>();
  /** Intermediate maps (topologies, attention) by name, when asked for. */
  readonly maps = new Map<string, tf.Tensor>();

  constructor(
    private readonly tensors: ReadonlyMap<string, tf.Tensor>,
    readonly training: boolean,
    private readonly kept: KeptMaps = false,
  ) {}

  get(name: string): tf.Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`The network has no parameter "${name}".`);
    return tensor;
  }

  keep(name: string, map: () => tf.Tensor): void {
    if (this.kept === true || (this.kept && this.kept.has(name))) this.maps.set(name, map());
  }

  /**
   * Batch norm of y, where y still lacks a bias: training removes any bias at once, so it only enters the running mean.
   *
   * @param y [B, C, ...]
   * @param bias [C]
   */
  norm(name: string, y: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
    if (!this.training) {
      const { scale, shift } = this.affine(name, bias);
      return tf.add(tf.mul(y, channels(scale, y)), channels(shift, y));
    }
    const normed = batchNorm(y, this.get(`${name}.weight`), this.get(`${name}.bias`), EPSILON);
    this.saw(name, {
      mean: bias ? tf.add(normed.mean, bias) : normed.mean,
      variance: normed.variance,
      count: y.size / y.shape[1]!,
    });
    return normed.y;
  }

  saw(name: string, statistics: BatchStatistics): void {
    this.seen.set(name, statistics);
  }

  /** 1x1 convolution and batch norm; outside training the norm is folded into the convolution. */
  pointwiseNorm(conv: string, norm: string, x: tf.Tensor): tf.Tensor {
    const w = this.get(`${conv}.weight`);
    const bias = this.get(`${conv}.bias`);
    if (this.training) return this.norm(norm, pointwise(x, w), bias);
    const { scale, shift } = this.affine(norm, bias);
    return pointwise(x, tf.mul(w, scale.reshape([-1, 1])), 1, shift);
  }

  /** A view of this pass in which one norm's vectors stand in another order; what it sees is put back by `restore`. */
  reordered(
    norm: string,
    order: (name: string) => tf.Tensor,
    restore: (statistic: tf.Tensor) => tf.Tensor,
  ): Pick<Pass, "norm"> {
    const names = ["weight", "bias", "mean", "variance"].map((part) => `${norm}.${part}`);
    const view = new Pass(
      new Map(names.filter((name) => this.tensors.has(name)).map((name) => [name, order(name)])),
      this.training,
    );
    view.saw = (name, { mean, variance, count }) =>
      this.saw(name, { mean: restore(mean), variance: restore(variance), count });
    return view;
  }

  /** A pass of its own that sees only some output rows of one convolution and its norm. */
  rows(conv: string, norm: string, begin: number, size: number): Pass {
    const names = [
      `${conv}.weight`,
      `${conv}.bias`,
      ...["weight", "bias", "mean", "variance"].map((part) => `${norm}.${part}`),
    ];
    const cut = (x: tf.Tensor): tf.Tensor =>
      x.slice([begin, ...x.shape.slice(1).map(() => 0)], [size, ...x.shape.slice(1)]);
    return new Pass(
      new Map(names.filter((name) => this.tensors.has(name)).map((name) => [name, cut(this.get(name))])),
      this.training,
    );
  }

  /** In evaluation, a norm is y = scale x + shift (the bias before it included). */
  affine(norm: string, bias?: tf.Tensor): { scale: tf.Tensor; shift: tf.Tensor } {
    const scale = tf.mul(this.get(`${norm}.weight`), tf.rsqrt(tf.add(this.get(`${norm}.variance`), EPSILON)));
    const mean = this.get(`${norm}.mean`);
    const centre = bias ? tf.sub(bias, mean) : tf.neg(mean);
    return { scale, shift: tf.add(tf.mul(centre, scale), this.get(`${norm}.bias`)) };
  }

  /** Convolution along the frames without its bias, which the norm behind it takes. */
  temporal(conv: string, x: tf.Tensor, stride: number, dilation: number): tf.Tensor {
    return temporalConv(x, this.get(`${conv}.weight`), stride, dilation);
  }
}
