/** Something that can run the measured work once, on its own process's or ours. */
export interface Contender {
  /** Runs the work once; returns its milliseconds. */
  once(): Promise<number>;
  /** The largest resident memory of its process so far. */
  peakBytes(): number;
  close(): Promise<void>;
}

/** The work both sides do. */
export interface Work {
  readonly mode: "step" | "infer";
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
  readonly batch: number;
  /** 0 is one per core. */
  readonly threads: number;
}
