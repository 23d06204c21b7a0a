import type { RendererName } from "../../../src/common/ids";
import type { ConfusionPayload } from "../../../src/common/payloads/confusion";
import type { SkeletonPayload } from "../../../src/common/payloads/skeleton";
import type { TrainingPayload } from "../../../src/common/payloads/training";
import { layoutNamed } from "../../../src/model/skeleton/layout";
import { attentionPayload, LARGE as LARGE_MAPS } from "./attentionPayload";
import {
  curvesPayload,
  dataCardPayload,
  embeddingPayload,
  fusionPayload,
  figurePayload,
  modelPayload,
  networkView,
  runView,
  trainingPayload,
} from "./payloads";

const PARTS = ["torso", "left arm", "right arm", "left leg", "right leg"] as const;

/** A payload of each kind, as large as a long experiment on the field's largest data set makes it. */
export const LARGE: Readonly<Record<RendererName, unknown>> = {
  data: dataCardPayload(120),
  training: longTraining(3, 2000),
  confusion: crowdedConfusion(120),
  figure: figurePayload(),
  skeleton: dancers(4, 300),
  model: modelPayload(networkView(9), networkView(9)),
  curves: curvesPayload(12, 300),
  attention: attentionPayload(LARGE_MAPS),
  embedding: embeddingPayload(3000, 60),
  fusion: fusionPayload(6, 1900, 60, 3),
};

/** Clips of two NTU bodies of 25 joints whose limbs swing while both walk round one another. */
export function dancers(clips: number, frames: number, bodies = 2): SkeletonPayload {
  const { joints, parents } = layoutNamed("ntu25");
  const partOf = joints.map((name) => {
    const leg = /Hip|Knee|Ankle|Foot/.test(name);
    return name.startsWith("left") ? (leg ? 3 : 1) : name.startsWith("right") ? (leg ? 4 : 2) : 0;
  });
  const depth = (joint: number): number => (parents[joint]! < 0 ? 0 : 1 + depth(parents[joint]!));
  const heights = joints.map((_, joint) => (partOf[joint]! >= 3 ? -180 : 130) * depth(joint));
  return {
    kind: "skeleton",
    version: 1,
    title: `${clips} clips of ${bodies} bodies`,
    joints,
    parents,
    partOf,
    parts: PARTS,
    framesPerSecond: 30,
    clips: Array.from({ length: clips }, (_, clip) => {
      const values = new Int16Array(frames * bodies * joints.length * 3);
      for (let t = 0, at = 0; t < frames; t++)
        for (let body = 0; body < bodies; body++)
          for (let joint = 0; joint < joints.length; joint++, at += 3) {
            const turn = (2 * Math.PI * t) / frames + Math.PI * body;
            const swing = Math.sin(t / 6 + clip + partOf[joint]!) * 60 * depth(joint);
            const side = [0, -1, 1, -0.5, 0.5][partOf[joint]!]! * 120 * Math.min(3, depth(joint));
            values[at] = 600 * Math.cos(turn) + side;
            values[at + 1] = heights[joint]! + 0.3 * swing;
            values[at + 2] = 600 * Math.sin(turn) + swing;
          }
      return {
        id: `S001C001P001R001A${String(clip + 50).padStart(3, "0")}`,
        label: "walking apart from each other",
        predicted: "walking towards each other",
        frames,
        bodies,
        unit: 0.001,
        coordinates: Buffer.from(values.buffer).toString("base64"),
      };
    }),
  };
}

/** A matrix in which every other cell has clips. */
export function crowdedConfusion(classes: number): ConfusionPayload {
  return {
    kind: "confusion",
    version: 2,
    title: "Test split",
    partition: "test",
    cell: "base",
    evaluations: 3,
    clips: null,
    predictions: [],
    minus: null,
    classes: Array.from({ length: classes }, (_, i) => `action number ${(i * 37) % classes}`),
    counts: Array.from({ length: classes }, (_, i) =>
      Array.from({ length: classes }, (_, j) => (i === j ? 900 : (i + j) % 2 ? 0 : 1 + ((i * 31 + j * 17) % 40))),
    ),
  };
}

export function longTraining(runs: number, steps: number): TrainingPayload {
  return trainingPayload(
    ...Array.from({ length: runs }, (_, i) =>
      runView(steps, { seed: i + 1, folder: `/home/a/.hgl/runs/${i + 1}`, epochs: steps / 10 + 10, etaSeconds: 100 }),
    ),
  );
}
