import type { SkeletonMotion } from "../../../src/common/payloads/skeleton";

/** Two clips: one of two bodies, of which the second comes later, under hostile names; one that is shorter and of whom nothing is known. */
export const twoPeople: SkeletonMotion = {
  kind: "skeleton",
  version: 1,
  title: 'Two "people" <b>',
  joints: ["root", "hand", "foot"],
  parents: [-1, 0, 0],
  partOf: [0, 1, 1],
  parts: ["trunk", "arm"],
  framesPerSecond: 30,
  clips: [
    {
      id: "hostile<script>alert(1)</script>",
      label: "wave & \u202e<svg onload=x>",
      predicted: "nothing",
      frames: 2,
      bodies: 2,
      unit: 0.001,
      note: null,
      vectors: null,
      probabilities: null,
      coordinates: Int16Array.from([
        ...[0, 100, 0, 50, 200, 0, 0, 0, 0],
        ...[0, 0, 0, 0, 0, 0, 0, 0, 0],
        ...[0, 100, 0, 60, 180, 0, 0, 1, 0],
        ...[300, 90, 0, 350, 190, 0, 300, 2, 0],
      ]),
    },
    {
      id: "one",
      label: "stands",
      predicted: null,
      frames: 1,
      bodies: 1,
      unit: 1,
      coordinates: new Int16Array(9),
      note: null,
      vectors: null,
      probabilities: null,
    },
  ],
};
