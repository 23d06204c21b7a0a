import type { Partition } from "./vocabulary";

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
}

/** `queued`: its training process is alive and has another run to end first. */
export type RunState = "new" | "queued" | "running" | "interrupted" | "failed" | "done";
