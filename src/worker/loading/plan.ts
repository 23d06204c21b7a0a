/** What the loader is asked for: an epoch of training batches, or one pass over given clips, each `views` times (once where it is not said). */
export type BatchRequest =
  | { readonly kind: "train"; readonly epoch: number; readonly fromBatch: number }
  | { readonly kind: "evaluate"; readonly clips: Int32Array; readonly views?: number };

/** One batch before its floats are filled in. */
export interface PlannedBatch {
  /** Whether it is trained on, and in which epoch; 0 in an evaluation. */
  readonly training: boolean;
  readonly epoch: number;
  /** Views of each clip, one after another: 1 in training. */
  readonly views: number;
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

/** How many batches a request has, where an epoch has so many clips, repeated ones counted. */
export function batchCount(request: BatchRequest, clipsPerEpoch: number, batch: number): number {
  if (request.kind === "train") return Math.max(0, stepsPerEpoch(clipsPerEpoch, batch) - request.fromBatch);
  return Math.ceil((request.clips.length * (request.views ?? 1)) / batch);
}

/** Batch `at` of a request, counted from 0: a pure function, so that any thread may make it. */
export function planBatch(request: BatchRequest, at: number, order: EpochOrder, batch: number): PlannedBatch {
  if (request.kind === "train") {
    const { epoch, fromBatch } = request;
    const index = fromBatch + at;
    const clips = trainingBatch(order, epoch, index, batch);
    return { training: true, epoch, views: 1, clips, count: batch, first: index * batch };
  }
  const { clips: all, views = 1 } = request;
  const first = at * batch;
  const count = Math.min(batch, all.length * views - first);
  const clips = Int32Array.from({ length: count }, (_, row) => all[Math.floor((first + row) / views)]!);
  return { training: false, epoch: 0, views, clips, count, first };
}
