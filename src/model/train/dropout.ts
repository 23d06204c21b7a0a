import { RANDOM_STREAMS, uniforms } from "../random";

/**
 * A mask [n, width] of 0 and 1 / (1 - share): a pure function of the seed and the step, so that a resumed run repeats it.
 *
 * @param use tells apart several masks of one step: 0 before the classifier, 1 in the skeleton-language model
 */
export function dropoutMask(
  seed: number,
  step: number,
  n: number,
  width: number,
  share: number,
  use = 0,
): Float32Array {
  const mask = new Float32Array(n * width);
  uniforms(mask, { seed, stream: RANDOM_STREAMS.dropout, epoch: 0, sample: step, use });
  return mask.map((u) => (u < share ? 0 : 1 / (1 - share)));
}
