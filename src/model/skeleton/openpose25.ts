import { levelsByHops } from "./hops";
import type { LayoutFacts } from "./layout";

const NECK = 1;
const parents = [1, -1, 1, 2, 3, 1, 5, 6, 1, 8, 9, 10, 8, 12, 13, 0, 0, 15, 16, 14, 19, 14, 11, 22, 11];

/**
 * OpenPose's BODY_25, two bodies in the picture. Order and bones are those that OpenPose draws (its list of pairs to render).
 *
 * Ours: the levels are hop distances from the neck, which is also the centre, as in openpose18: the hips are often outside the
 * picture. Parts repeat GAP's choice on the counterparts of its joints.
 */
export const openpose25: LayoutFacts = {
  name: "openpose25",
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
    "middleHip",
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
    "leftBigToe",
    "leftSmallToe",
    "leftHeel",
    "rightBigToe",
    "rightSmallToe",
    "rightHeel",
  ],
  parents,
  center: NECK,
  levels: levelsByHops(parents, NECK),
  parts: {
    head: [0, 1, 15, 16, 17, 18],
    hand: [2, 3, 4, 5, 6, 7],
    hip: [1, 8, 9, 12],
    foot: [9, 10, 11, 12, 13, 14, 19, 20, 21, 22, 23, 24],
  },
  mirror: [
    [5, 2],
    [6, 3],
    [7, 4],
    [12, 9],
    [13, 10],
    [14, 11],
    [16, 15],
    [18, 17],
    [19, 22],
    [20, 23],
    [21, 24],
  ],
  bodies: 2,
};
