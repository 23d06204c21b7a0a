import { levelsByHops } from "./hops";
import type { LayoutFacts } from "./layout";

const NOSE = 0;
const parents = [-1, 0, 0, 1, 2, 0, 0, 5, 6, 7, 8, 5, 6, 11, 12, 13, 14];

/**
 * The 17 keypoints of COCO, as HRNet and other detectors give them: two bodies in the picture. Bones and centre are those of
 * pyskl's graph. (Its bone stream alone hangs the hips on the nose instead of on their shoulders; we keep one tree for both.)
 *
 * Ours: the levels are hop distances from the nose, the graph's centre; parts repeat GAP's choice on the counterparts of its
 * joints, and with neither neck nor spine the hips are a part of their own.
 */
export const coco17: LayoutFacts = {
  name: "coco17",
  version: 1,
  joints: [
    "nose",
    "leftEye",
    "rightEye",
    "leftEar",
    "rightEar",
    "leftShoulder",
    "rightShoulder",
    "leftElbow",
    "rightElbow",
    "leftWrist",
    "rightWrist",
    "leftHip",
    "rightHip",
    "leftKnee",
    "rightKnee",
    "leftAnkle",
    "rightAnkle",
  ],
  parents,
  center: NOSE,
  levels: levelsByHops(parents, NOSE),
  parts: {
    head: [0, 1, 2, 3, 4],
    hand: [5, 6, 7, 8, 9, 10],
    hip: [11, 12],
    foot: [11, 12, 13, 14, 15, 16],
  },
  mirror: [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
    [9, 10],
    [11, 12],
    [13, 14],
    [15, 16],
  ],
  bodies: 2,
};
