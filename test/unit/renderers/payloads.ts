import type { EpochPoint, RunDelta, RunView, StepPoint, TrainingPayload } from "../../../src/common/payloads/training";
import type { SkeletonPayload } from "../../../src/common/payloads/skeleton";

export function stepPoint(step: number, loss = 2 / (1 + step / 50)): StepPoint {
  return { step, loss, lr: 0.1, gradNorm: 1, clipsPerSecond: 100 };
}

export function epochPoint(epoch: number, stepsPerEpoch = 10): EpochPoint {
  const top1 = Math.min(0.9, 0.1 * epoch);
  return { epoch, step: epoch * stepsPerEpoch, loss: 2 / epoch, top1, validationLoss: 3 / epoch, validationTop1: top1 };
}

/** A run of 10 steps an epoch that has come to `step`. */
export function runView(step: number, more: Partial<RunView> = {}): RunView {
  const epochs = Math.floor(step / 10);
  return {
    runId: "0123456789ab",
    folder: "/home/a/.hgl/runs/0123456789ab",
    seed: 1,
    state: "running",
    epochs: 30,
    stepsPerEpoch: 10,
    epoch: Math.ceil(step / 10),
    step,
    clipsPerSecond: 100,
    seconds: step,
    etaSeconds: 300 - step,
    steps: Array.from({ length: step }, (_, i) => stepPoint(i + 1)),
    epochPoints: Array.from({ length: epochs }, (_, i) => epochPoint(i + 1)),
    message: null,
    test: null,
    ...more,
  };
}

export function runDelta(from: number, to: number, more: Partial<RunDelta> = {}): RunDelta {
  const view = runView(to);
  return {
    ...view,
    steps: view.steps.filter(({ step }) => step > from),
    epochPoints: view.epochPoints.filter(({ step }) => step > from),
    cutAfter: null,
    ...more,
  };
}

export function trainingPayload(...runs: readonly RunView[]): TrainingPayload {
  return { kind: "training", version: 1, cell: "base", runs };
}

/** Clips of a little body of five joints that raises one hand and walks to the right; the second body is absent from the first frame. */
export function skeletonPayload(clips: number, frames = 20, bodies = 1): SkeletonPayload {
  const rest = [0, 0, 0, 0, 600, 0, 0, 900, 0, -300, 500, 0, 300, 500, 0];
  return {
    kind: "skeleton",
    version: 1,
    title: "Clips",
    joints: ["waist", "neck", "headTip", "rightHand", "leftHand"],
    parents: [-1, 0, 1, 1, 1],
    partOf: [0, 0, 0, 1, 2],
    parts: ["torso", "right arm", "left arm"],
    framesPerSecond: 30,
    clips: Array.from({ length: clips }, (_, clip) => {
      const values = new Int16Array((frames + clip) * bodies * 15);
      for (let t = 0; t < frames + clip; t++)
        for (let body = 0; body < bodies; body++) {
          if (body > 0 && t === 0) continue;
          rest.forEach((value, i) => {
            const moved = value + (i % 3 === 0 ? 800 * body + 5 * t : i === 10 ? 10 * t : 100);
            values[(t * bodies + body) * 15 + i] = moved;
          });
        }
      return {
        id: `clip ${clip + 1}`,
        label: "wave",
        predicted: clip === 0 ? "clap" : clip === 1 ? "wave" : null,
        frames: frames + clip,
        bodies,
        unit: 0.001,
        coordinates: Buffer.from(values.buffer).toString("base64"),
      };
    }),
  };
}
