import { levelsByHops } from "./hops";
import type { LayoutFacts } from "./layout";

const NECK = 1;
const parents = [1, -1, 1, 2, 3, 1, 5, 6, 2, 8, 9, 5, 11, 12, 0, 0, 14, 15];

/**
 * OpenPose's 18 joints of its COCO model, as Kinetics-skeleton and many detectors give them: two bodies in the picture.
 * Order and bones are the published ones (lineage: ST-GCN, 2s-AGCN and pyskl agree; the hips hang on their shoulders).
 *
 * Ours: the levels are hop distances from the neck; parts repeat GAP's choice on the counterparts of its joints.
 */
export const openpose18: LayoutFacts = {
  name: "openpose18",
  version: 1,
  joints: [
    "nose",
    "neck",
    "rightShoulder",
    "rightElbow",
    "rightWrist",
    "leftShoulder",
    "leftElbow",
    "leftWrist",
    "rightHip",
    "rightKnee",
    "rightAnkle",
    "leftHip",
    "leftKnee",
    "leftAnkle",
    "rightEye",
    "leftEye",
    "rightEar",
    "leftEar",
  ],
  parents,
  center: NECK,
  levels: levelsByHops(parents, NECK),
  parts: {
    head: [0, 1, 14, 15, 16, 17],
    hand: [2, 3, 4, 5, 6, 7],
    hip: [1, 8, 11],
    foot: [8, 9, 10, 11, 12, 13],
  },
  mirror: [
    [5, 2],
    [6, 3],
    [7, 4],
    [11, 8],
    [12, 9],
    [13, 10],
    [15, 14],
    [17, 16],
  ],
  bodies: 2,
};
