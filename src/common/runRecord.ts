import type { Partition, TEXT_LEVELS } from "./vocabulary";

/** One line of a run's append-only event log; `at` is Unix milliseconds. */
export type RunEvent = { readonly at: number } & (
  | {
      readonly type: "start";
      readonly runId: string;
      readonly seed: number;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      readonly resumedAt: number | null;
    }
  | {
      readonly type: "step";
      readonly epoch: number;
      readonly step: number;
      readonly loss: number;
      readonly lr: number;
      readonly gradNorm: number;
      readonly clipsPerSecond: number;
    }
  | {
      readonly type: "epoch";
      readonly epoch: number;
      readonly loss: number;
      readonly trainTop1: number;
      /** Means of L_align and L_match, before their weights, over the epoch's steps with descriptions; absent where there was none. */
      readonly language?: { readonly align: number; readonly match: number };
      readonly validation: SplitMetrics | null;
      readonly seconds: number;
    }
  | { readonly type: "checkpoint"; readonly step: number; readonly file: string; readonly best: boolean }
  | { readonly type: "warning"; readonly message: string }
  | { readonly type: "interrupted"; readonly step: number }
  | { readonly type: "failed"; readonly step: number; readonly message: string }
  | { readonly type: "end"; readonly seconds: number; readonly result: RunResult }
);

/** How well scores fit labels over one partition. */
export interface SplitMetrics {
  readonly clips: number;
  readonly loss: number;
  /** Shares in [0, 1]. */
  readonly top1: number;
  readonly top5: number;
}

/** A partition's full evaluation. `confusion[i][j]` counts clips of true class i predicted as j. */
export interface Evaluation extends SplitMetrics {
  readonly partition: Partition;
  readonly perClass: readonly (number | null)[];
  readonly confusion: readonly (readonly number[])[];
  /** Expected calibration error over 15 equal-width confidence bins. */
  readonly ece: number;
}

export interface RunResult {
  readonly classes: readonly string[];
  /** The last epoch's test evaluation: the result. */
  readonly test: Evaluation;
  readonly validation: Evaluation | null;
  /** The epoch that was best on validation, evaluated on test, printed beside the result and labelled. */
  readonly bestOnValidation: { readonly epoch: number; readonly test: Evaluation } | null;
  /** How often the test split has been evaluated in this run. */
  readonly testLooks: number;
  readonly parameters: number;
  /**
   * Classes held out of training and validation. The classifier's evaluations are then over clips of the other classes alone; absent where
   * all classes are trained on.
   */
  readonly unseen?: readonly string[];
  /** What alignment with descriptions gives; absent where none was trained. */
  readonly language?: LanguageResult;
}

/** How well clips and descriptions find one another in the space in which they were aligned, with the last epoch's weights. */
export interface LanguageResult {
  /** Whom a description describes, every clip of a class alike or one clip: belongs beside every number below. */
  readonly level: (typeof TEXT_LEVELS)[number];
  /** Name and version of the text encoder. */
  readonly encoder: string;
  readonly test: AlignmentScores;
  readonly validation: AlignmentScores | null;
  /** The two classes whose mean sentence vectors are most alike, and that cosine; several, most alike first. */
  readonly similar: readonly { readonly classes: readonly [string, string]; readonly cosine: number }[];
}

export interface AlignmentScores {
  readonly clips: number;
  /** Descriptions in the gallery. */
  readonly texts: number;
  readonly skeletonToText: Recall | null;
  readonly textToSkeleton: Recall | null;
  /** Share of clips whose nearest class, by its mean text vector and among all classes, is their own. */
  readonly byText: number;
  /** Null where no class was held out, or none of its clips is here. */
  readonly zeroShot: ZeroShotScores | null;
}

/** Shares of `queries` that have what they look for first, or among the first five, of `gallery`. */
export interface Recall {
  readonly queries: number;
  readonly gallery: number;
  readonly r1: number;
  readonly r5: number;
}

/** Accuracies by the nearest class text, shares of clips. */
export interface ZeroShotScores {
  readonly clips: { readonly seen: number; readonly unseen: number };
  /** Clips of unseen classes, with the unseen classes as candidates; null where there is one alone. */
  readonly unseenAlone: number | null;
  /** With all classes as candidates (generalised), and the harmonic mean of both. */
  readonly seen: number;
  readonly unseen: number;
  readonly harmonic: number;
}

/** `queued`: its training process is alive and has another run to end first. */
export type RunState = "new" | "queued" | "running" | "interrupted" | "failed" | "done";
