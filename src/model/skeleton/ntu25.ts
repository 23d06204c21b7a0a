import type { LayoutFacts } from "./layout";
import { fromOne, pairsFromOne, parentsFromOne } from "./numbering";

/**
 * Kinect v2 as NTU RGB+D records it, up to two bodies. Bones and the levels round centre of mass 21 are the published
 * ones (lineage: CTR-GCN, HD-GCN), part lists follow GAP; written here in the field's 1-based numbering.
 */
export const ntu25: LayoutFacts = {
  name: "ntu25",
  version: 1,
  joints: [
    "spineBase",
    "spineMiddle",
    "neck",
    "head",
    "leftShoulder",
    "leftElbow",
    "leftWrist",
    "leftHand",
    "rightShoulder",
    "rightElbow",
    "rightWrist",
    "rightHand",
    "leftHip",
    "leftKnee",
    "leftAnkle",
    "leftFoot",
    "rightHip",
    "rightKnee",
    "rightAnkle",
    "rightFoot",
    "spineShoulder",
    "leftHandTip",
    "leftThumb",
    "rightHandTip",
    "rightThumb",
  ],
  parents: parentsFromOne([2, 21, 21, 3, 21, 5, 6, 7, 21, 9, 10, 11, 1, 13, 14, 15, 1, 17, 18, 19, 0, 23, 8, 25, 12]),
  center: 1,
  levels: [
    fromOne([21]),
    fromOne([2, 3, 5, 9]),
    fromOne([4, 6, 10, 1]),
    fromOne([7, 11, 13, 17]),
    fromOne([8, 12, 14, 18]),
    fromOne([22, 23, 24, 25, 15, 19]),
    fromOne([16, 20]),
  ],
  parts: {
    head: [2, 3, 20],
    hand: [4, 5, 6, 7, 8, 9, 10, 11, 21, 22, 23, 24],
    hip: [0, 1, 2, 12, 16],
    foot: [12, 13, 14, 15, 16, 17, 18, 19],
  },
  mirror: pairsFromOne([
    [5, 9],
    [6, 10],
    [7, 11],
    [8, 12],
    [13, 17],
    [14, 18],
    [15, 19],
    [16, 20],
    [22, 24],
    [23, 25],
  ]),
  bodies: 2,
};
