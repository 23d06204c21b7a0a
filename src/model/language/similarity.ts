import { meansOf, productsWith } from "../evaluation/retrieval";
import type { TextFeatures } from "./textFeatures";

/**
 * Cosine between the mean sentence vectors of each two owners; 0 beside one without a text.
 *
 * @param owners rows of each class, in the classes' order
 * @returns [owners, owners] row-major
 */
export function textSimilarity(
  { sentences, dimension }: Pick<TextFeatures, "sentences" | "dimension">,
  owners: readonly (readonly number[])[],
): Float32Array {
  const means = meansOf({ values: sentences, width: dimension }, owners);
  const rows = owners.map((_, at) => productsWith(means.values.subarray(at * dimension, (at + 1) * dimension), means));
  return Float32Array.from(rows.flatMap((row) => [...row]));
}
