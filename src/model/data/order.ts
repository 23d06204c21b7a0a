import { RANDOM_STREAMS, randomStream } from "../random";
import type { RandomStream } from "../random";

/**
 * The clips of one epoch in the order of training, each `repeat` times: a pure function of its arguments, so that a resumed
 * run goes on where it stood. Length indices.length * repeat; dropping an incomplete last batch is the caller's business.
 */
export function epochOrder(indices: ArrayLike<number>, seed: number, epoch: number, repeat: number): Int32Array {
  if (!Number.isInteger(repeat) || repeat < 1) throw new RangeError(`repeat is ${repeat}, not a whole number from 1`);
  const order = Int32Array.from({ length: indices.length * repeat }, (_, at) => indices[at % indices.length]!);
  return shuffleInPlace(order, randomStream({ seed, stream: RANDOM_STREAMS.order, epoch, sample: 0, use: 0 }));
}

/** A uniformly drawn permutation of a copy. */
export function shuffle(items: readonly number[], stream: RandomStream): number[] {
  return shuffleInPlace([...items], stream);
}

/** Fisher-Yates. */
function shuffleInPlace<T extends number[] | Int32Array>(items: T, stream: RandomStream): T {
  for (let last = items.length - 1; last > 0; last--) {
    const other = stream.int(last + 1);
    const moved = items[last]!;
    items[last] = items[other]!;
    items[other] = moved;
  }
  return items;
}
