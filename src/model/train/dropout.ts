import { RANDOM_STREAMS, uniforms } from "../random";

/** A mask [n, width] of 0 and 1 / (1 - share): a pure function of the seed and the step, so that a resumed run repeats it. */
export function dropoutMask(seed: number, step: number, n: number, width: number, share: number): Float32Array {
  const mask = new Float32Array(n * width);
  uniforms(mask, { seed, stream: RANDOM_STREAMS.dropout, epoch: 0, sample: step, use: 0 });
  return mask.map((u) => (u < share ? 0 : 1 / (1 - share)));
}
