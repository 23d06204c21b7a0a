import type { RunConfig } from "../../../../src/common/config";
import type { RunEvent, RunResult } from "../../../../src/common/runRecord";
import { evaluate } from "../../../../src/model/evaluation/metrics";
import { EventLog } from "../../../../src/worker/store/eventLog";
import type { RunFolder } from "../../../../src/worker/store/runFolder";
import { writeScores } from "../../../../src/worker/store/scores";
import { prepareRun } from "../training/fakes";

/** Unix milliseconds at which the runs begin. */
export const BEGUN = 1_700_000_000_000;
export const STEPS_PER_EPOCH = 5;

/** A run as training leaves it, without training: test clip i of class i % 3 is recognised where `right[i]` is 1. */
export function finishedRun(root: string, config: RunConfig, right: readonly number[]): RunFolder {
  const folder = prepareRun(root, config);
  const { classes } = folder.spec();
  const labels = Int32Array.from(right, (_, clip) => clip % classes.length);
  const logits = new Float32Array(right.length * classes.length);
  right.forEach((hit, clip) => {
    const predicted = (labels[clip]! + (hit ? 0 : 1)) % classes.length;
    logits[clip * classes.length + predicted] = 2;
  });
  const clips = right.map((_, clip) => `clip-${clip}`);
  for (const name of ["test", "validation"])
    writeScores(folder.scoresPath, name, { logits, labels, clips, classes: classes.length });
  const test = evaluate(logits, labels, classes.length, "test");
  const result: RunResult = {
    classes,
    test,
    validation: evaluate(logits, labels, classes.length, "validation"),
    bestOnValidation: null,
    testLooks: 1,
    parameters: 123,
  };
  const { log } = EventLog.open(folder.eventsPath);
  for (const event of eventsOf(folder.id, config, result)) log.append(event, false);
  log.close();
  folder.writeResult(result);
  return folder;
}

/** A run that was stopped within its second epoch and resumed after the first: the step 7 is told twice. */
function eventsOf(runId: string, config: RunConfig, result: RunResult): RunEvent[] {
  const { epochs } = config.train;
  const start = { type: "start", runId, seed: config.seed, epochs, stepsPerEpoch: STEPS_PER_EPOCH } as const;
  const step = (at: number, number: number, loss: number): RunEvent => ({
    at: BEGUN + at,
    type: "step",
    epoch: Math.ceil(number / STEPS_PER_EPOCH),
    step: number,
    loss,
    lr: 0.3,
    gradNorm: 1.5,
    clipsPerSecond: 100,
  });
  const epoch = (at: number, number: number): RunEvent => ({
    at: BEGUN + at,
    type: "epoch",
    epoch: number,
    loss: 1 / number,
    trainTop1: number / 8,
    validation: { clips: 4, loss: 0.5, top1: number / 10, top5: 1 },
    seconds: 2,
  });
  return [
    { at: BEGUN, ...start, resumedAt: null },
    step(500, 3, 1.25),
    epoch(2000, 1),
    step(2500, 7, 9),
    { at: BEGUN + 2600, type: "interrupted", step: 7 },
    { at: BEGUN + 3000, ...start, resumedAt: STEPS_PER_EPOCH },
    step(3500, 7, 0.75),
    epoch(4000, 2),
    epoch(6000, 3),
    epoch(8000, 4),
    { at: BEGUN + 9000, type: "end", seconds: 9, result },
  ];
}
