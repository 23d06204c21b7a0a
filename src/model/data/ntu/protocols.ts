import type { Protocol } from "../protocol";

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const TRAIN_60 = [1, 2, 4, 5, 8, 9, ...range(13, 19), 25, 27, 28, 31, 34, 35, 38];
const TRAIN_120 = [
  ...TRAIN_60,
  ...[45, 46, 47, 49, 50, ...range(52, 59), 70, 74, 78, ...range(80, 86)],
  ...[89, ...range(91, 95), 97, 98, 100, 103],
];

/** NTU RGB+D 60: cross-subject, 40,091 training and 16,487 test clips, and cross-view, 37,646 and 18,932 (Shahroudy et al., CVPR 2016). */
export const PROTOCOLS_60: readonly Protocol[] = [
  { name: "X-Sub", by: "subject", train: TRAIN_60, test: [] },
  { name: "X-View", by: "view", train: [2, 3], test: [1] },
];

/** NTU RGB+D 120: cross-subject, 63,026 training and 50,919 test clips, and cross-set-up, 54,468 and 59,477 (Liu et al., TPAMI 2019). */
export const PROTOCOLS_120: readonly Protocol[] = [
  { name: "X-Sub", by: "subject", train: TRAIN_120, test: [] },
  { name: "X-Set", by: "setup", train: range(1, 32).filter((setup) => setup % 2 === 0), test: [] },
];
