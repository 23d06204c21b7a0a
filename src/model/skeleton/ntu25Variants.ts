import type { LayoutFacts } from "./layout";
import { ntu25 } from "./ntu25";
import { parentsFromOne } from "./numbering";

/**
 * ntu25 with the K-bones of joints 22 and 24 (1-based) as LA-GCN corrects them: 22 to 7 and 24 to 11, from the hands' tips to the
 * wrists, where ProtoGCN's list and the rule "parent of the parent" have 22 to 8 and 24 to 12. Bones as in ntu25, so only the
 * K and KM streams differ.
 */
export const ntu25Wrist: LayoutFacts = {
  ...ntu25,
  name: "ntu25-wrist",
  secondAncestors: parentsFromOne([
    21, 0, 0, 21, 0, 21, 5, 6, 0, 21, 9, 10, 2, 1, 13, 14, 2, 1, 17, 18, 0, 7, 7, 11, 11,
  ]),
};

/**
 * ntu25 with tips and thumbs side by side on the hands: bones 22 to 8 and 24 to 12 (1-based), where ntu25 has 22 to 23 and 24 to
 * 25. So pyskl draws its graph (its bone stream keeps ntu25's bones; here one tree serves both). The K-bones of ntu25-wrist
 * follow, and the published levels round joint 21 are hop distances on this tree.
 */
export const ntu25Hand: LayoutFacts = {
  ...ntu25,
  name: "ntu25-hand",
  parents: parentsFromOne([2, 21, 21, 3, 21, 5, 6, 7, 21, 9, 10, 11, 1, 13, 14, 15, 1, 17, 18, 19, 0, 8, 8, 12, 12]),
};
