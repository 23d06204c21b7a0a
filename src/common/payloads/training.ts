import type { RunState } from "../runRecord";

/** What the training view draws: the runs of one train cell, with as many points as a screen can use. */
export interface TrainingPayload {
  readonly kind: "training";
  readonly version: 1;
  /** Id of the train cell. */
  readonly cell: string;
  /** In the order of the seeds. */
  readonly runs: readonly RunView[];
}

/** One run as far as it is. Epochs and steps are counted from 1; shares are in [0, 1]. */
export interface RunView {
  readonly runId: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly seed: number;
  readonly state: RunState;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly epoch: number;
  readonly step: number;
  readonly clipsPerSecond: number | null;
  /** Seconds of training so far and still to come. */
  readonly seconds: number;
  readonly etaSeconds: number | null;
  /** At most MOST_POINTS, thinned evenly, the last always kept. */
  readonly steps: readonly StepPoint[];
  readonly epochPoints: readonly EpochPoint[];
  /** Why it failed or stopped, one sentence; null otherwise. */
  readonly message: string | null;
  /** Test top-1 after the last epoch; null before the end. */
  readonly test: number | null;
}

export interface StepPoint {
  readonly step: number;
  readonly loss: number;
  readonly lr: number;
  readonly gradNorm: number;
  readonly clipsPerSecond: number;
}

export interface EpochPoint {
  readonly epoch: number;
  /** The step at its end. */
  readonly step: number;
  readonly loss: number;
  readonly top1: number;
  readonly validationLoss: number | null;
  readonly validationTop1: number | null;
}

/** What has changed in a run since the last message: `steps` and `epochPoints` are appended, everything else replaces. */
export interface RunDelta extends RunView {
  /** The run goes on from this step: points after it are of an earlier, repeated telling and go. Null in the ordinary case. */
  readonly cutAfter: number | null;
}

/** Points of one curve that the screen keeps. */
export const MOST_POINTS = 2000;
