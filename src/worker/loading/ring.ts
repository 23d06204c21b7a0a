/** Batches that may lie ready ahead of the one being trained on. */
export const RING_DEPTH = 3;

/**
 * A ring of batch slots in shared memory between one producer thread and one consumer. Per slot one state word:
 *
 *     FREE --producer fills--> FULL --consumer has copied it--> FREE
 *
 * The producer sleeps (Atomics.wait) on a slot that is still FULL; the consumer is told of a FULL slot by message.
 */
export interface Ring {
  readonly depth: number;
  /** Floats of one slot. */
  readonly floats: number;
  readonly batch: number;
  /** Int32[depth]: slot states. */
  readonly states: SharedArrayBuffer;
  /** Float32[depth * floats]. */
  readonly values: SharedArrayBuffer;
  /** Int32[depth * batch]: labels. */
  readonly labels: SharedArrayBuffer;
}

const FREE = 0;
const FULL = 1;

export function createRing(batch: number, sampleFloats: number, depth = RING_DEPTH): Ring {
  const floats = batch * sampleFloats;
  return {
    depth,
    floats,
    batch,
    states: new SharedArrayBuffer(4 * depth),
    values: new SharedArrayBuffer(4 * depth * floats),
    labels: new SharedArrayBuffer(4 * depth * batch),
  };
}

export function slotValues(ring: Ring, slot: number): Float32Array {
  return new Float32Array(ring.values, 4 * slot * ring.floats, ring.floats);
}

export function slotLabels(ring: Ring, slot: number): Int32Array {
  return new Int32Array(ring.labels, 4 * slot * ring.batch, ring.batch);
}

/** Producer: sleeps until the slot is free. Blocks its thread. */
export function awaitFree(ring: Ring, slot: number): void {
  const states = new Int32Array(ring.states);
  while (Atomics.load(states, slot) !== FREE) Atomics.wait(states, slot, FULL);
}

export function markFull(ring: Ring, slot: number): void {
  Atomics.store(new Int32Array(ring.states), slot, FULL);
}

/** Consumer: gives the slot back. */
export function markFree(ring: Ring, slot: number): void {
  const states = new Int32Array(ring.states);
  Atomics.store(states, slot, FREE);
  Atomics.notify(states, slot);
}
