/**
 * Counter-based randomness: every draw is a pure function of its key and its position, so that neither threads, resuming
 * nor a changed order of calls can alter it. The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011).
 */

/** Names one independent sequence of 2^34 draws; distinct keys never share a Philox counter. */
export interface RandomKey {
  /** The run's seed, 0 to 2^53 - 1: Philox's key. */
  readonly seed: number;
  /** What the numbers are for: one of RANDOM_STREAMS, 0 to 65535. */
  readonly stream: number;
  /** 0 to 2^32 - 1. */
  readonly epoch: number;
  /** Position in the epoch, parameter number or the like, 0 to 2^32 - 1. */
  readonly sample: number;
  /** Tells apart several uses within one sample, 0 to 65535. */
  readonly use: number;
}

/** The `stream` numbers in use; a new purpose takes a new number, and none is ever given to another purpose. */
export const RANDOM_STREAMS = {
  split: 1,
  order: 2,
  augment: 3,
  init: 4,
  dropout: 5,
  projection: 6,
  negatives: 7,
  texts: 8,
  bootstrap: 9,
} as const;

export interface RandomStream {
  /** In [0, 1), a multiple of 2^-32. */
  uniform(): number;
  /** Mean 0, variance 1 (Box-Muller on 32-bit draws, so never beyond 6.7). */
  normal(): number;
  /** A whole number in [0, n), without bias, n from 1 to 2^32. */
  int(n: number): number;
  /** 32 bits as a number in [0, 2^32). */
  bits(): number;
}

/** The key's sequence from its start. Throws RangeError when a part of the key is outside its range. */
export function randomStream(key: RandomKey): RandomStream {
  return new PhiloxStream(key);
}

/** Fills `out` with draws from [0, 1): the top 24 bits of each word of the key's sequence, so that float32 holds them exactly. */
export function uniforms(out: Float32Array, key: RandomKey): void {
  const stream = new PhiloxStream(key);
  for (let i = 0; i < out.length; i++) out[i] = (stream.bits() >>> 8) * 2 ** -24;
}

/** One block of Philox4x32-10: fills out[0..3] from a four-word counter and a two-word key. */
export function philox4x32(out: Uint32Array, counter: Uint32Array, key0: number, key1: number): void {
  let [c0, c1, c2, c3] = counter as unknown as [number, number, number, number];
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = highProduct(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The upper 32 bits of the 64-bit product of two 32-bit words. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const cross = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (cross & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(cross / 65536) + Math.floor(carry / 65536)) | 0;
}

class PhiloxStream implements RandomStream {
  private readonly counter = new Uint32Array(4);
  private readonly block = new Uint32Array(4);
  private readonly key0: number;
  private readonly key1: number;
  private used = 4;
  private spareNormal = Number.NaN;

  constructor(key: RandomKey) {
    check("seed", key.seed, Number.MAX_SAFE_INTEGER);
    check("stream", key.stream, 0xffff);
    check("epoch", key.epoch, 0xffffffff);
    check("sample", key.sample, 0xffffffff);
    check("use", key.use, 0xffff);
    this.key0 = key.seed >>> 0;
    this.key1 = Math.floor(key.seed / 2 ** 32);
    this.counter[1] = key.sample;
    this.counter[2] = key.epoch;
    this.counter[3] = key.stream * 65536 + key.use;
  }

  bits(): number {
    if (this.used === 4) {
      philox4x32(this.block, this.counter, this.key0, this.key1);
      this.counter[0]!++;
      this.used = 0;
    }
    return this.block[this.used++]!;
  }

  uniform(): number {
    return this.bits() * 2 ** -32;
  }

  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`int(${n}): n must be 1 to 2^32`);
    const limit = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const draw = this.bits();
      if (draw < limit) return draw % n;
    }
  }

  normal(): number {
    if (!Number.isNaN(this.spareNormal)) {
      const spare = this.spareNormal;
      this.spareNormal = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log((this.bits() + 1) * 2 ** -32));
    const angle = 2 * Math.PI * this.uniform();
    this.spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

function check(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new RangeError(`random key: ${name} is ${value}, outside 0 to ${most}`);
  }
}
