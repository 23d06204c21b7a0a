import { levelsByHops } from "./hops";
import type { LayoutFacts } from "./layout";

const THORAX = 8;
const parents = [-1, 0, 1, 2, 0, 4, 5, 0, 7, 8, 9, 8, 11, 12, 8, 14, 15];

/**
 * The 17 joints of Human3.6M to which the field reduces its 32, one body in space: order and bones as in VideoPose3D and the
 * lifting networks after it.
 *
 * Ours: the levels are hop distances from the thorax, where both arms and the spine meet, as on ucla20; the centre is the hip, to
 * which these data are given relative; parts repeat GAP's choice on the counterparts of its joints.
 */
export const h36m17: LayoutFacts = {
  name: "h36m17",
  version: 1,
  joints: [
    "hip",
    "rightHip",
    "rightKnee",
    "rightFoot",
    "leftHip",
    "leftKnee",
    "leftFoot",
    "spine",
    "thorax",
    "neck",
    "head",
    "leftShoulder",
    "leftElbow",
    "leftWrist",
    "rightShoulder",
    "rightElbow",
    "rightWrist",
  ],
  parents,
  center: 0,
  levels: levelsByHops(parents, THORAX),
  parts: {
    head: [8, 9, 10],
    hand: [11, 12, 13, 14, 15, 16],
    hip: [0, 1, 4, 7],
    foot: [1, 2, 3, 4, 5, 6],
  },
  mirror: [
    [4, 1],
    [5, 2],
    [6, 3],
    [11, 14],
    [12, 15],
    [13, 16],
  ],
  bodies: 1,
};
