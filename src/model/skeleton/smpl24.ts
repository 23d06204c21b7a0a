import { levelsByHops } from "./hops";
import type { LayoutFacts } from "./layout";

const CHEST = 9;
const parents = [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21];

/**
 * The 24 joints of the SMPL body model (Loper et al. 2015), one body in space: order and kinematic tree as in its files.
 *
 * Ours: the levels are hop distances from the upper spine, where neck and both collars meet; the centre is the pelvis, the model's
 * own root; parts repeat GAP's choice on the counterparts of its joints, and the collars go with the hands.
 */
export const smpl24: LayoutFacts = {
  name: "smpl24",
  version: 1,
  joints: [
    "pelvis",
    "leftHip",
    "rightHip",
    "spine1",
    "leftKnee",
    "rightKnee",
    "spine2",
    "leftAnkle",
    "rightAnkle",
    "spine3",
    "leftFoot",
    "rightFoot",
    "neck",
    "leftCollar",
    "rightCollar",
    "head",
    "leftShoulder",
    "rightShoulder",
    "leftElbow",
    "rightElbow",
    "leftWrist",
    "rightWrist",
    "leftHand",
    "rightHand",
  ],
  parents,
  center: 0,
  levels: levelsByHops(parents, CHEST),
  parts: {
    head: [9, 12, 15],
    hand: [13, 14, 16, 17, 18, 19, 20, 21, 22, 23],
    hip: [0, 1, 2, 3, 6],
    foot: [1, 2, 4, 5, 7, 8, 10, 11],
  },
  mirror: [
    [1, 2],
    [4, 5],
    [7, 8],
    [10, 11],
    [13, 14],
    [16, 17],
    [18, 19],
    [20, 21],
    [22, 23],
  ],
  bodies: 1,
};
