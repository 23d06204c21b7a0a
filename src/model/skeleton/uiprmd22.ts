import type { LayoutFacts } from "./layout";

/**
 * Kinect v2 with the 22 joints of UI-PRMD (Vakanski et al. 2018), one body, joints and bones as in its files.
 *
 * Ours: the levels are the hop distances from the chest (joint 2), where both arms and the spine meet; by the same rule
 * the published levels round the shoulder centre of ucla20 come out. The centre is the spine, the counterpart of joint 2
 * (1-based) on ntu25 and ucla20. The parts repeat GAP's choice on the counterparts of its joints; the collars go with the hands.
 */
export const uiprmd22: LayoutFacts = {
  name: "uiprmd22",
  version: 1,
  joints: [
    "waist",
    "spine",
    "chest",
    "neck",
    "head",
    "headTip",
    "leftCollar",
    "leftUpperArm",
    "leftForearm",
    "leftHand",
    "rightCollar",
    "rightUpperArm",
    "rightForearm",
    "rightHand",
    "leftUpperLeg",
    "leftLowerLeg",
    "leftFoot",
    "leftToes",
    "rightUpperLeg",
    "rightLowerLeg",
    "rightFoot",
    "rightToes",
  ],
  parents: [-1, 0, 1, 2, 3, 4, 2, 6, 7, 8, 2, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20],
  center: 1,
  levels: [[2], [1, 3, 6, 10], [0, 4, 7, 11], [5, 8, 12, 14, 18], [9, 13, 15, 19], [16, 20], [17, 21]],
  parts: {
    head: [2, 3, 4, 5],
    hand: [6, 7, 8, 9, 10, 11, 12, 13],
    hip: [0, 1, 14, 18],
    foot: [14, 15, 16, 17, 18, 19, 20, 21],
  },
  mirror: [
    [6, 10],
    [7, 11],
    [8, 12],
    [9, 13],
    [14, 18],
    [15, 19],
    [16, 20],
    [17, 21],
  ],
  bodies: 1,
};
