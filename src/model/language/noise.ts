import { RANDOM_STREAMS, uniforms } from "../random";

/** Half of the distance between two draws, so that none is 0 and none 1. */
const HALF = 2 ** -25;

/**
 * Standard Gumbel numbers for the draw of hard negatives: a pure function of the seed and the step, so that a resumed run repeats them.
 *
 * @param count how many
 */
export function gumbelNoise(seed: number, step: number, count: number): Float32Array {
  const noise = new Float32Array(count);
  uniforms(noise, { seed, stream: RANDOM_STREAMS.negatives, epoch: 0, sample: step, use: 0 });
  return noise.map((u) => -Math.log(-Math.log(u + HALF)));
}
