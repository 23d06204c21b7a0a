import type { LayoutFacts } from "./layout";
import { fromOne, pairsFromOne, parentsFromOne } from "./numbering";

/**
 * Kinect v1 as Northwestern-UCLA records it, one body. Bones and the levels round centre of mass 3 are the published
 * ones (lineage: CTR-GCN, HD-GCN), part lists follow GAP; written here in the field's 1-based numbering.
 */
export const ucla20: LayoutFacts = {
  name: "ucla20",
  version: 1,
  joints: [
    "hipCenter",
    "spine",
    "shoulderCenter",
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
  ],
  parents: parentsFromOne([2, 3, 0, 3, 3, 5, 6, 7, 3, 9, 10, 11, 1, 13, 14, 15, 1, 17, 18, 19]),
  center: 1,
  levels: [
    fromOne([3]),
    fromOne([2, 4, 5, 9]),
    fromOne([1, 6, 10]),
    fromOne([7, 11, 13, 17]),
    fromOne([8, 12, 14, 18]),
    fromOne([15, 19]),
    fromOne([16, 20]),
  ],
  parts: {
    head: [2, 3],
    hand: [4, 5, 6, 7, 8, 9, 10, 11],
    hip: [0, 1, 12, 16],
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
  ]),
  bodies: 1,
};
