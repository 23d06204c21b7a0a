import type * as tf from "@tensorflow/tfjs-core";
import { batchNorm } from "./kernels/batchNorm";
import { gelu, meanOver, relu } from "./kernels/activation";
import { broadcastShape, sizeOf, type Shape } from "./kernels/kernel";
import { pointwise } from "./kernels/pointwise";
import { product } from "./kernels/product";
import { asAxes } from "./kernels/reduce";
import { everyFrame, stridedLength, temporalConv, temporalMaxPool } from "./kernels/temporal";

/** Values in row-major order under a shape. */
export interface Dense {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
}

/** The true value of one entry of a tensor, in double precision. */
export type Entry = (at: readonly number[]) => number;

/**
 * A kernel at one shape: how to call it, and what its values and gradients are, written as sums over indices that share nothing
 * with the kernel's own formulation.
 */
export interface KernelCase {
  readonly kernel: string;
  readonly shape: string;
  readonly inputs: Readonly<Record<string, Shape>>;
  /** An input to be rounded to quarters, so that equal values and zeros occur, which decide who gets a gradient. */
  readonly coarse?: string;
  /** The kernel's results; the first is the one that gradients are taken of. */
  readonly apply: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;
  /** True entries by the names of `apply`'s results, and of the gradient of sum(dy · y) for the input X under "dX". */
  readonly truth: (inputs: Record<string, Dense>, dy: Dense) => Record<string, Entry>;
}

const text = (shape: Shape): string => `[${shape.join(", ")}]`;

function get(x: Dense, ...at: number[]): number {
  let offset = 0;
  for (let i = 0; i < at.length; i++) offset = offset * x.shape[i]! + at[i]!;
  return x.data[offset]!;
}

function sum(count: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += term(i);
  return total;
}

/** 1x1 convolution of [B, C_in, V, T] to `to` channels. */
export function pointwiseCase(x: Shape, to: number, { groups = 1, bias = false } = {}): KernelCase {
  const [batch, from, v, t] = x as [number, number, number, number];
  const [ci, co] = [from / groups, to / groups];
  return {
    kernel: `pointwise${bias ? " with bias" : ""}${groups > 1 ? ` in ${groups} groups` : ""}`,
    shape: `${text(x)} to ${to}`,
    inputs: { x, w: [to, ci], ...(bias ? { bias: [to] } : {}) },
    apply: (i) => ({ y: pointwise(i.x!, i.w!, groups, i.bias) }),
    truth: ({ x, w, bias }, dy) => ({
      y: ([b, o, j, f]) => {
        const first = Math.floor(o! / co) * ci;
        return (bias?.data[o!] ?? 0) + sum(ci, (c) => get(w!, o!, c) * get(x!, b!, first + c, j!, f!));
      },
      dx: ([b, c, j, f]) => {
        const first = Math.floor(c! / ci) * co;
        return sum(co, (o) => get(w!, first + o, c! % ci) * get(dy, b!, first + o, j!, f!));
      },
      dw: ([o, c]) => {
        const channel = Math.floor(o! / co) * ci + c!;
        return sum(batch, (b) => sum(v, (j) => sum(t, (f) => get(dy, b, o!, j, f) * get(x!, b, channel, j, f))));
      },
      dbias: ([o]) => sum(batch, (b) => sum(v, (j) => sum(t, (f) => get(dy, b, o!, j, f)))),
    }),
  };
}

/** Matrix product over the last two axes with broadcast leading ones. */
export function productCase(a: Shape, b: Shape, transA = false, transB = false): KernelCase {
  const lead = broadcastShape(a.slice(0, -2), b.slice(0, -2));
  const [m, k] = transA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const n = transB ? b.at(-2)! : b.at(-1)!;
  /** An operand's entry at full leading indices; row and column are those of the untransposed operand. */
  const of = (x: Dense, flip: boolean, at: readonly number[], row: number, column: number): number => {
    const own = x.shape.slice(0, -2).map((size, i) => (size === 1 ? 0 : at[lead.length - (x.shape.length - 2) + i]!));
    return flip ? get(x, ...own, column, row) : get(x, ...own, row, column);
  };
  /** Every full leading index that a broadcast operand's leading index stands for. */
  const spread = (shape: Shape, own: readonly number[]): number[][] => {
    const missing = lead.length - (shape.length - 2);
    return lead.reduce<number[][]>(
      (found, size, i) => {
        const fixed = i >= missing && (shape[i - missing] !== 1 || size === 1);
        const choices = fixed ? [own[i - missing]!] : Array.from({ length: size }, (_, c) => c);
        return found.flatMap((front) => choices.map((c) => [...front, c]));
      },
      [[]],
    );
  };
  const total = (list: readonly number[][], term: (at: number[]) => number): number =>
    list.reduce((so, at) => so + term(at), 0);
  return {
    kernel: `product ${transA ? "Aᵀ" : "A"}${transB ? "Bᵀ" : "B"}`,
    shape: `${text(a)} · ${text(b)}`,
    inputs: { a, b },
    apply: (i) => ({ y: product(i.a!, i.b!, transA, transB) }),
    truth: ({ a, b }, dy) => ({
      y: (at) => {
        const [row, column] = at.slice(-2) as [number, number];
        return sum(k, (i) => of(a!, transA, at, row, i) * of(b!, transB, at, i, column));
      },
      da: (at) => {
        const [p, q] = at.slice(-2) as [number, number];
        const [row, i] = transA ? [q, p] : [p, q];
        return total(spread(a!.shape, at), (full) =>
          sum(n, (column) => get(dy, ...full, row, column) * of(b!, transB, full, i, column)),
        );
      },
      db: (at) => {
        const [p, q] = at.slice(-2) as [number, number];
        const [i, column] = transB ? [q, p] : [p, q];
        return total(spread(b!.shape, at), (full) =>
          sum(m, (row) => get(dy, ...full, row, column) * of(a!, transA, full, row, i)),
        );
      },
    }),
  };
}

/** Convolution along the frames of [B, C_in, V, T]. */
export function temporalConvCase(x: Shape, to: number, k: number, stride: number, dilation: number): KernelCase {
  const [batch, from, v, frames] = x as [number, number, number, number];
  const out = stridedLength(frames, stride);
  const pad = (dilation * (k - 1)) / 2;
  const inside = (f: number): boolean => f >= 0 && f < frames;
  return {
    kernel: `temporalConv ${k} taps, stride ${stride}, dilation ${dilation}`,
    shape: `${text(x)} to ${to}`,
    inputs: { x, w: [to, from, k] },
    apply: (i) => ({ y: temporalConv(i.x!, i.w!, stride, dilation) }),
    truth: ({ x, w }, dy) => ({
      y: ([b, o, j, f]) =>
        sum(k, (tap) => {
          const at = f! * stride + tap * dilation - pad;
          return inside(at) ? sum(from, (c) => get(w!, o!, c, tap) * get(x!, b!, c, j!, at)) : 0;
        }),
      dx: ([b, c, j, at]) =>
        sum(out, (f) => {
          const tap = (at! + pad - f * stride) / dilation;
          if (!Number.isInteger(tap) || tap < 0 || tap >= k) return 0;
          return sum(to, (o) => get(w!, o, c!, tap) * get(dy, b!, o, j!, f));
        }),
      dw: ([o, c, tap]) =>
        sum(out, (f) => {
          const at = f * stride + tap! * dilation - pad;
          return inside(at) ? sum(batch, (b) => sum(v, (j) => get(dy, b, o!, j, f) * get(x!, b, c!, j, at))) : 0;
        }),
    }),
  };
}

/** Maximum of each frame and its neighbours in [B, C, V, T]; of equal values the earliest gets the gradient. */
export function temporalMaxPoolCase(x: Shape, stride: number): KernelCase {
  const frames = x[3]!;
  const winner = (x: Dense, b: number, c: number, j: number, f: number): number => {
    let best = Math.max(0, f * stride - 1);
    for (let at = best + 1; at <= Math.min(frames - 1, f * stride + 1); at++)
      if (get(x, b, c, j, at) > get(x, b, c, j, best)) best = at;
    return best;
  };
  return {
    kernel: `temporalMaxPool stride ${stride}`,
    shape: text(x),
    inputs: { x },
    coarse: "x",
    apply: (i) => ({ y: temporalMaxPool(i.x!, stride) }),
    truth: ({ x }, dy) => ({
      y: ([b, c, j, f]) => get(x!, b!, c!, j!, winner(x!, b!, c!, j!, f!)),
      dx: ([b, c, j, at]) =>
        sum(stridedLength(frames, stride), (f) => (winner(x!, b!, c!, j!, f) === at ? get(dy, b!, c!, j!, f) : 0)),
    }),
  };
}

/** Every stride-th entry of the last axis. */
export function everyFrameCase(x: Shape, stride: number): KernelCase {
  return {
    kernel: `everyFrame stride ${stride}`,
    shape: text(x),
    inputs: { x },
    apply: (i) => ({ y: everyFrame(i.x!, stride) }),
    truth: ({ x }, dy) => ({
      y: (at) => get(x!, ...at.slice(0, -1), at.at(-1)! * stride),
      dx: (at) => (at.at(-1)! % stride === 0 ? get(dy, ...at.slice(0, -1), at.at(-1)! / stride) : 0),
    }),
  };
}

/** Batch normalisation of [B, C, ...] by its own statistics. */
export function batchNormCase(x: Shape, epsilon = 1e-5): KernelCase {
  const [batch, channels] = x as [number, number];
  const inner = sizeOf(x.slice(2));
  const count = batch * inner;
  /** A sum over all values of a channel, kept, since every entry of the channel asks for it. */
  const perChannel = (term: (place: number, c: number) => number): ((c: number) => number) => {
    const known = new Map<number, number>();
    return (c) => {
      if (!known.has(c))
        known.set(
          c,
          sum(batch, (b) => sum(inner, (i) => term((b * channels + c) * inner + i, c))),
        );
      return known.get(c)!;
    };
  };
  return {
    kernel: "batchNorm",
    shape: text(x),
    inputs: { x, scale: [channels], offset: [channels] },
    apply: (i) => ({ ...batchNorm(i.x!, i.scale!, i.offset!, epsilon) }),
    truth: ({ x, scale, offset }, dy) => {
      const total = perChannel((i) => x!.data[i]!);
      const mean = (c: number): number => total(c) / count;
      const squares = perChannel((i, c) => (x!.data[i]! - mean(c)) ** 2);
      const variance = (c: number): number => squares(c) / count;
      const deviation = (c: number): number => Math.sqrt(variance(c) + epsilon);
      const normed = (i: number, c: number): number => (x!.data[i]! - mean(c)) / deviation(c);
      const dOffset = perChannel((i) => dy.data[i]!);
      const dScale = perChannel((i, c) => dy.data[i]! * normed(i, c));
      const place = (at: readonly number[]): number => at.reduce((offset, n, i) => offset * x!.shape[i]! + n, 0);
      return {
        y: (at) => scale!.data[at[1]!]! * normed(place(at), at[1]!) + offset!.data[at[1]!]!,
        mean: ([c]) => mean(c!),
        variance: ([c]) => variance(c!),
        dx: (at) => {
          const [i, c] = [place(at), at[1]!];
          const rest = dy.data[i]! - dOffset(c) / count - (normed(i, c) * dScale(c)) / count;
          return (scale!.data[c]! / deviation(c)) * rest;
        },
        dscale: ([c]) => dScale(c!),
        doffset: ([c]) => dOffset(c!),
      };
    },
  };
}

export function reluCase(x: Shape): KernelCase {
  return {
    kernel: "relu",
    shape: text(x),
    inputs: { x },
    coarse: "x",
    apply: (i) => ({ y: relu(i.x!) }),
    truth: ({ x }, dy) => ({
      y: (at) => Math.max(0, get(x!, ...at)),
      dx: (at) => (get(x!, ...at) > 0 ? get(dy, ...at) : 0),
    }),
  };
}

/** The series of the error function about 0, exact in double precision for |x| < 3. */
export function erf(x: number): number {
  let [term, total] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

export function geluCase(x: Shape): KernelCase {
  const below = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;
  return {
    kernel: "gelu",
    shape: text(x),
    inputs: { x },
    apply: (i) => ({ y: gelu(i.x!) }),
    truth: ({ x }, dy) => ({
      y: (at) => get(x!, ...at) * below(get(x!, ...at)),
      dx: (at) => {
        const value = get(x!, ...at);
        return get(dy, ...at) * (below(value) + (value * Math.exp((-value * value) / 2)) / Math.sqrt(2 * Math.PI));
      },
    }),
  };
}

export function meanOverCase(x: Shape, axis: number | number[]): KernelCase {
  const axes = asAxes(axis, x.length);
  const sizes = axes.map((a) => x[a]!);
  return {
    kernel: `meanOver ${text(axes)}`,
    shape: text(x),
    inputs: { x },
    apply: (i) => ({ y: meanOver(i.x!, axis) }),
    truth: ({ x }, dy) => ({
      y: (at) => {
        const full = x!.shape.map(() => 0);
        x!.shape.flatMap((_, i) => (axes.includes(i) ? [] : [i])).forEach((axis, i) => (full[axis] = at[i]!));
        const total = sum(sizeOf(sizes), (i) => {
          let rest = i;
          for (let a = axes.length - 1; a >= 0; a--) {
            full[axes[a]!] = rest % sizes[a]!;
            rest = Math.floor(rest / sizes[a]!);
          }
          return get(x!, ...full);
        });
        return total / sizeOf(sizes);
      },
      dx: (at) => get(dy, ...at.filter((_, i) => !axes.includes(i))) / sizeOf(sizes),
    }),
  };
}

/** The kernels at the shapes of HGLNet's blocks: NTU RGB+D (V = 25, T = 64, 32, 16) and NW-UCLA (V = 20, T = 52, 26 and odd 13). */
export function productionCases(): KernelCase[] {
  return [
    pointwiseCase([4, 3, 25, 64], 64, { bias: true }),
    pointwiseCase([4, 64, 25, 64], 64),
    pointwiseCase([4, 128, 25, 32], 256),
    pointwiseCase([8, 256, 20, 13], 256),
    pointwiseCase([4, 64, 25, 64], 192, { bias: true }),
    pointwiseCase([4, 192, 25, 64], 64, { groups: 4 }),
    pointwiseCase([8, 27, 25, 25], 192, { groups: 3, bias: true }),
    productCase([4, 64, 75, 25], [4, 64, 75, 64], true),
    productCase([1, 1, 75, 25], [4, 64, 75, 64], true),
    productCase([4, 1, 60, 20], [4, 256, 60, 13], true),
    productCase([75, 25], [4, 64, 25, 64]),
    productCase([4, 3, 8, 25], [4, 3, 8, 25], true),
    productCase([4, 4, 100, 64], [4, 4, 32, 64], false, true),
    productCase([4, 4, 25, 4, 64], [4, 4, 25, 32, 64], false, true),
    productCase([16, 256], [60, 256], false, true),
    productCase([4, 127], [127, 4096]),
    ...[1, 2].flatMap((stride) =>
      [1, 2].flatMap((dilation) => [
        temporalConvCase([4, 16, 25, 64], 16, 5, stride, dilation),
        temporalConvCase([4, 64, 20, 13], 64, 5, stride, dilation),
      ]),
    ),
    temporalConvCase([4, 32, 25, 32], 32, 9, 2, 1),
    temporalMaxPoolCase([4, 16, 25, 64], 1),
    temporalMaxPoolCase([4, 32, 25, 64], 2),
    temporalMaxPoolCase([4, 64, 20, 13], 2),
    everyFrameCase([4, 128, 25, 32], 2),
    everyFrameCase([4, 128, 20, 13], 2),
    batchNormCase([4, 64, 25, 64]),
    batchNormCase([4, 256, 20, 13]),
    batchNormCase([4, 3200, 64]),
    reluCase([4, 256, 25, 16]),
    geluCase([12, 53, 512]),
    meanOverCase([4, 64, 25, 64], 3),
    meanOverCase([4, 128, 25, 32], 2),
    meanOverCase([4, 256, 20, 13], [2, 3]),
    meanOverCase([4, 256, 32], 1),
  ];
}
