import type { TextFeatures } from "./textFeatures";

/**
 * Cosine between the mean sentence vectors of each two owners.
 *
 * @param owners rows of each class, in the classes' order
 * @returns [owners, owners] row-major
 */
export function textSimilarity(
  { sentences, dimension }: Pick<TextFeatures, "sentences" | "dimension">,
  owners: readonly (readonly number[])[],
): Float32Array {
  const means = owners.map((rows) => meanOf(sentences, dimension, rows));
  const n = owners.length;
  const cosines = new Float32Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = a; b < n; b++) cosines[a * n + b] = cosines[b * n + a] = cosine(means[a]!, means[b]!);
  return cosines;
}

function meanOf(sentences: Float32Array, dimension: number, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(dimension);
  for (const row of rows) for (let d = 0; d < dimension; d++) mean[d]! += sentences[row * dimension + d]! / rows.length;
  return mean;
}

/** 0 where one of them is zero. */
function cosine(a: Float64Array, b: Float64Array): number {
  let dot = 0;
  let lengths = 0;
  let others = 0;
  for (let d = 0; d < a.length; d++) {
    dot += a[d]! * b[d]!;
    lengths += a[d]! ** 2;
    others += b[d]! ** 2;
  }
  const product = Math.sqrt(lengths * others);
  return product > 0 ? dot / product : 0;
}
