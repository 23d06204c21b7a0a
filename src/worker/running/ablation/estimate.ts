import type { RunConfig } from "../../../common/config";
import { epochsOf } from "../../../model/language/ramp";
import { stepsPerEpoch } from "../../loading/plan";
import type { StepCost } from "./stepCost";

/** What decides over a run's cost. */
export interface CostedRun {
  readonly config: RunConfig;
  /** Clips of each part of the split. */
  readonly clips: { readonly train: number; readonly validation: number; readonly test: number };
  readonly classes: number;
  /** Multiply-adds of one clip, forward. */
  readonly macs: number;
  readonly parameters: number;
}

/** Seconds with one run at a time, bytes of memory of each, bytes on disk of all. */
export interface Estimate {
  readonly seconds: number;
  readonly memory: number;
  readonly disk: number;
  /** Whether the step was measured while other programs computed. */
  readonly busy: boolean;
}

/** A forward pass beside a step's forward and backward. */
const FORWARD = 1 / 3;
/** Kept of each run: the newest two and the best. */
const CHECKPOINTS = 3;
const BYTES = 4;

/**
 * What runs will take, from one measured step: the time of every other network goes by its multiply-adds. Loading is not counted, which is hidden behind
 * the steps; nor are descriptions.
 * @param measured a step of `reference`
 */
export function estimate(runs: readonly CostedRun[], reference: CostedRun, measured: StepCost): Estimate {
  const perMac = measured.milliseconds / 1000 / (reference.macs * measured.batch);
  return {
    seconds: runs.reduce((sum, run) => sum + measured.startMilliseconds / 1000 + workOf(run) * perMac, 0),
    memory: measured.peakBytes * Math.max(1, ...runs.map((run) => activations(run) / activations(reference))),
    disk: runs.reduce((sum, run) => sum + diskOf(run), 0),
    busy: measured.busy,
  };
}

/** Multiply-adds of clips seen in steps, with evaluations as the part of a step that they are. */
export function workOf({ config, clips, macs }: CostedRun): number {
  const { batch } = config.train;
  const steps = stepsPerEpoch(clips.train * config.data.repeat, batch);
  const epochs = epochsOf(config);
  const evaluated = epochs * clips.validation + config.data.testClips * (clips.test + clips.validation);
  return macs * (epochs * steps * batch + FORWARD * evaluated);
}

/** Memory grows with what a batch holds. */
function activations({ config, macs }: CostedRun): number {
  return config.train.batch * macs;
}

function diskOf({ config, clips, classes, parameters }: CostedRun): number {
  const { optimizer, ema } = config.train;
  const copies = 1 + (optimizer === "adamw" ? 2 : 1) + (ema > 0 ? 1 : 0);
  return BYTES * (CHECKPOINTS * copies * parameters + classes * (clips.test + clips.validation));
}
