/** How far a run is: together with the trainer's state all that resuming needs, because order and augmentation are functions of it. */
export interface Position {
  /** Steps done since the run's beginning. */
  readonly step: number;
  /** Epochs done. */
  readonly epoch: number;
  /** Batches done in the epoch under way. */
  readonly batch: number;
  /** Running sums of the epoch under way: loss over batches, first-choice hits and clips. */
  readonly lossSum: number;
  readonly hits: number;
  readonly seen: number;
  /** Sums of L_align and L_match over the epoch's steps with descriptions; absent before the first. */
  readonly language?: { readonly steps: number; readonly align: number; readonly match: number };
  /** Training time over all sittings, and of the epoch under way. */
  readonly seconds: number;
  readonly epochSeconds: number;
  readonly best: BestSoFar | null;
}

/** The epoch (1-based) that was best on validation. */
export interface BestSoFar {
  readonly epoch: number;
  readonly top1: number;
  readonly loss: number;
}

export function startOf(): Position {
  return { step: 0, epoch: 0, batch: 0, lossSum: 0, hits: 0, seen: 0, seconds: 0, epochSeconds: 0, best: null };
}
