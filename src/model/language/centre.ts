import type { Centre } from "./textFeatures";

/**
 * Takes the mean over the owners (classes or clips; each counts once, whatever the number of its texts) off every sentence vector, and scales all
 * alike so that their squared length is 1 on average: sentences on the same subject lie in a narrow cone, and only what tells them apart is of use [ours].
 *
 * @param sentences [texts, D] row-major
 * @param owners rows of each class or clip
 */
export function centred(
  sentences: Float32Array,
  dimension: number,
  owners: Iterable<readonly number[]>,
): { readonly sentences: Float32Array; readonly centre: Centre } {
  const centre = centreOf(sentences, dimension, owners);
  return { sentences: shifted(sentences, centre), centre };
}

function centreOf(sentences: Float32Array, dimension: number, owners: Iterable<readonly number[]>): Centre {
  const sum = new Float64Array(dimension);
  let count = 0;
  for (const rows of owners) {
    count++;
    for (const row of rows)
      for (let d = 0; d < dimension; d++) sum[d]! += sentences[row * dimension + d]! / rows.length;
  }
  const mean = Float32Array.from(sum, (value) => value / Math.max(1, count));
  let square = 0;
  for (let at = 0; at < sentences.length; at++) square += (sentences[at]! - mean[at % dimension]!) ** 2;
  const rows = sentences.length / dimension;
  // One class with one text has nothing that tells it apart; its vector is then zero, and stays so.
  return { mean, scale: square > 0 ? Math.fround(Math.sqrt(rows / square)) : 1 };
}

/** A later sentence put where the centred ones lie: [D] or [texts, D]. */
export function shifted(sentences: Float32Array, { mean, scale }: Centre): Float32Array {
  return sentences.map((value, at) => (value - mean[at % mean.length]!) * scale);
}
