/** Batches that may lie ready ahead of the one being trained on, beside those that the threads are at. */
const READY = 2;

/**
 * A ring of batch slots in shared memory between producer threads and one consumer. Batches are numbered from 0 through all requests; batch b lies
 * in slot b mod depth. Per slot one word says whose turn it is:
 *
 *     b: free for batch b --its producer fills--> the consumer is told, copies --> b + depth
 *
 * A producer sleeps (Atomics.wait) until it is its batch's turn; the consumer is told of a filled slot by message. So order does not depend on how
 * many producers there are, and memory is depth batches whatever the data set.
 */
export interface Ring {
  readonly depth: number;
  /** Floats of one slot. */
  readonly floats: number;
  readonly batch: number;
  /** Int32[depth]: the batch each slot is free for, modulo 2^32. */
  readonly turns: SharedArrayBuffer;
  /** Float32[depth * floats]. */
  readonly values: SharedArrayBuffer;
  /** Int32[depth * batch]: labels. */
  readonly labels: SharedArrayBuffer;
}

export function createRing(batch: number, sampleFloats: number, threads = 1): Ring {
  const depth = threads + READY;
  const floats = batch * sampleFloats;
  const turns = new SharedArrayBuffer(4 * depth);
  new Int32Array(turns).forEach((_, slot, all) => (all[slot] = slot));
  return {
    depth,
    floats,
    batch,
    turns,
    values: new SharedArrayBuffer(4 * depth * floats),
    labels: new SharedArrayBuffer(4 * depth * batch),
  };
}

/** Floats of batch `number`, [batch, M, 3, V, T]. */
export function slotValues(ring: Ring, number: number): Float32Array {
  return new Float32Array(ring.values, 4 * (number % ring.depth) * ring.floats, ring.floats);
}

export function slotLabels(ring: Ring, number: number): Int32Array {
  return new Int32Array(ring.labels, 4 * (number % ring.depth) * ring.batch, ring.batch);
}

/** Producer: sleeps until the slot of batch `number` is free for it. Blocks its thread. */
export function awaitTurn(ring: Ring, number: number): void {
  const turns = new Int32Array(ring.turns);
  const slot = number % ring.depth;
  for (let turn = Atomics.load(turns, slot); turn !== (number | 0); turn = Atomics.load(turns, slot))
    Atomics.wait(turns, slot, turn);
}

/** Consumer: has copied batch `number`, whose slot goes on to the batch after next in it. */
export function passOn(ring: Ring, number: number): void {
  const turns = new Int32Array(ring.turns);
  const slot = number % ring.depth;
  Atomics.store(turns, slot, (number + ring.depth) | 0);
  Atomics.notify(turns, slot);
}
