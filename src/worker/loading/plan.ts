/** What the loader is asked for: an epoch of training batches, or one pass over given clips. */
export type BatchRequest =
  | { readonly kind: "train"; readonly epoch: number; readonly fromBatch: number }
  | { readonly kind: "evaluate"; readonly clips: Int32Array };

/** One batch before its floats are filled in. */
export interface PlannedBatch {
  /** Clip indices, one per row; fewer than the batch size only at the end of an evaluation. */
  readonly clips: Int32Array;
  /** Rows that count: all of them in training. */
  readonly count: number;
  /** Where the first row stands in the epoch's order; with a row's number it keys the row's random stream. */
  readonly first: number;
}

/** Order of training clips in an epoch (0-based): a pure function, `epochOrder` of src/model/data bound to a run. */
export type EpochOrder = (epoch: number) => Int32Array;

/** Batches per epoch; nothing is dropped, so the last one may begin in this epoch's order and end in the next one's. */
export function stepsPerEpoch(clipsPerEpoch: number, batch: number): number {
  return Math.ceil(clipsPerEpoch / batch);
}

/**
 * Clips of one training batch. The compiled step has a fixed batch size, and dropping the tail would hide up to batch - 1 clips of a small
 * data set from every epoch; so a short last batch is filled up from the beginning of the next epoch's permutation (and the one after, if
 * the data set is smaller than a batch). A pure function of (order, epoch, index): resuming needs no loader state but these two numbers.
 */
export function trainingBatch(order: EpochOrder, epoch: number, index: number, batch: number): Int32Array {
  const clips = new Int32Array(batch);
  let current = order(epoch);
  if (current.length === 0) throw new Error("an epoch without clips");
  let from = index * batch;
  for (let row = 0, next = epoch; row < batch;) {
    if (from >= current.length) {
      current = order(++next);
      from = 0;
    }
    const take = Math.min(batch - row, current.length - from);
    clips.set(current.subarray(from, from + take), row);
    row += take;
    from += take;
  }
  return clips;
}

/** The batches of a request, in order. */
export function* planBatches(request: BatchRequest, order: EpochOrder, batch: number): Generator<PlannedBatch> {
  if (request.kind === "train") {
    const steps = stepsPerEpoch(order(request.epoch).length, batch);
    for (let index = request.fromBatch; index < steps; index++)
      yield { clips: trainingBatch(order, request.epoch, index, batch), count: batch, first: index * batch };
    return;
  }
  for (let from = 0; from < request.clips.length; from += batch) {
    const clips = request.clips.slice(from, from + batch);
    yield { clips, count: clips.length, first: from };
  }
}
