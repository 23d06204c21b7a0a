import type { TextFeatures } from "../../src/model/language/textFeatures";

const DIMENSION = 6;
const MOST = 3;

/** Two made-up descriptions for each of the three classes of the small data set, with tokens. */
export const describedClasses: TextFeatures = {
  encoder: "sines",
  dimension: DIMENSION,
  texts: Array.from({ length: 6 }, (_, row) => `description ${row}`),
  sentences: Float32Array.from({ length: 6 * DIMENSION }, (_, i) => Math.sin(1 + 3 * i)),
  centre: null,
  tokens: {
    values: Float32Array.from({ length: 6 * MOST * DIMENSION }, (_, i) => Math.cos(2 + 5 * i)),
    most: MOST,
    lengths: Int32Array.from({ length: 6 }, (_, row) => 1 + (row % MOST)),
  },
  level: "class",
  rowsOf: new Map([0, 1, 2].map((label) => [label, [2 * label, 2 * label + 1]])),
};
