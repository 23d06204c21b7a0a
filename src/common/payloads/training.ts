import type { RunState } from "../runRecord";
import { checked, Fields, MOST_TEXT } from "./reading";
import type { Checked } from "./reading";

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
  /** What it is called beside its seed: the variant of an ablation; null where the seed tells. */
  readonly name: string | null;
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
  /** Whose test clips that is over: "seen" where classes were held out of training. */
  readonly testOf: (typeof TESTED)[number];
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

const TESTED = ["all", "seen"] as const;

/** Points of one curve that the screen keeps. */
export const MOST_POINTS = 2000;

/** More seeds than anyone trains in one cell. */
export const MOST_RUNS = 256;
/** A list longer than this is refused; up to it, the view thins what it is given. */
const MOST_GIVEN = 20 * MOST_POINTS;
const MOST_MESSAGE = 600;
const MANY = 1e12;
const STATES: readonly RunState[] = ["new", "queued", "running", "interrupted", "failed", "done"];

/** Checks an untrusted value and copies it. A point that lacks its loss, as JSON has it for a loss that is not finite, is left out. */
export function checkTraining(value: unknown): Checked<TrainingPayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "training");
    fields.exactly("version", 1);
    return {
      kind: "training",
      version: 1,
      cell: fields.text("cell"),
      runs: fields.list("runs", MOST_RUNS, readRun),
    };
  });
}

export function checkRunView(value: unknown): Checked<RunView> {
  return checked(() => readRun(value, ""));
}

export function checkRunDelta(value: unknown): Checked<RunDelta> {
  return checked(() => {
    const fields = new Fields(value);
    return {
      ...readRun(value, ""),
      cutAfter: fields.orNull("cutAfter", (name) => fields.whole(name, 0, MANY)),
    };
  });
}

function readRun(value: unknown, where: string): RunView {
  const fields = new Fields(value, where);
  const share = (name: string): number => fields.number(name, 0, 1);
  const amount = (name: string): number => fields.number(name, 0, MANY);
  return {
    runId: fields.text("runId"),
    folder: fields.text("folder"),
    name: fields.orNull("name", (key) => fields.text(key)),
    seed: fields.whole("seed", -MANY, MANY),
    state: fields.oneOf("state", STATES),
    epochs: fields.whole("epochs", 0, MANY),
    stepsPerEpoch: fields.whole("stepsPerEpoch", 0, MANY),
    epoch: fields.whole("epoch", 0, MANY),
    step: fields.whole("step", 0, MANY),
    clipsPerSecond: fields.orNull("clipsPerSecond", amount),
    seconds: amount("seconds"),
    etaSeconds: fields.orNull("etaSeconds", amount),
    steps: fields.list("steps", MOST_GIVEN, readStep).filter((point) => point !== null),
    epochPoints: fields.list("epochPoints", MOST_GIVEN, readEpoch).filter((point) => point !== null),
    message: fields.orNull("message", (name) => cut(fields.text(name, 16 * MOST_TEXT))),
    test: fields.orNull("test", share),
    testOf: fields.oneOf("testOf", TESTED),
  };
}

function readStep(value: unknown, where: string): StepPoint | null {
  const fields = new Fields(value, where);
  const finite = (name: string): number => fields.number(name, -Number.MAX_VALUE, Number.MAX_VALUE);
  const loss = fields.orNull("loss", finite);
  const point = {
    step: fields.whole("step", 0, MANY),
    lr: fields.orNull("lr", finite) ?? 0,
    gradNorm: fields.orNull("gradNorm", finite) ?? 0,
    clipsPerSecond: fields.orNull("clipsPerSecond", finite) ?? 0,
  };
  return loss === null ? null : { ...point, loss };
}

function readEpoch(value: unknown, where: string): EpochPoint | null {
  const fields = new Fields(value, where);
  const finite = (name: string): number => fields.number(name, -Number.MAX_VALUE, Number.MAX_VALUE);
  const loss = fields.orNull("loss", finite);
  const point = {
    epoch: fields.whole("epoch", 0, MANY),
    step: fields.whole("step", 0, MANY),
    top1: fields.number("top1", 0, 1),
    validationLoss: fields.orNull("validationLoss", finite),
    validationTop1: fields.orNull("validationTop1", (name) => fields.number(name, 0, 1)),
  };
  return loss === null ? null : { ...point, loss };
}

function cut(message: string): string {
  return message.length <= MOST_MESSAGE ? message : `${message.slice(0, MOST_MESSAGE - 1)}…`;
}
