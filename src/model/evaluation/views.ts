import { argmax } from "./metrics";

/**
 * Scores of clips from those of several views of each: `logits` [clips * views, classes], the views of a clip one after another. Gives
 * [clips, classes] whose softmax is the mean of the views' softmax (lineage: the test clips of pyskl and ProtoGCN): the logarithm of that mean, so
 * that what is stored keeps the meaning of logits. With one view it gives the logits themselves. Never infinite for finite logits.
 */
export function averageViews(logits: Float32Array, classes: number, views: number): Float32Array {
  if (views === 1) return logits;
  const averaged = new Float32Array(logits.length / views);
  const shares = new Float64Array(views * classes);
  for (let clip = 0; clip < averaged.length / classes; clip++) {
    for (let view = 0; view < views; view++) {
      const row = logits.subarray((clip * views + view) * classes, (clip * views + view + 1) * classes);
      const total = logSum(row, row[argmax(row)]!);
      for (let k = 0; k < classes; k++) shares[k * views + view] = row[k]! - total;
    }
    for (let k = 0; k < classes; k++) {
      const all = shares.subarray(k * views, (k + 1) * views);
      averaged[clip * classes + k] = logSum(all, Math.max(...all)) - Math.log(views);
    }
  }
  return averaged;
}

/** log sum exp, `largest` taken out so that no term overflows. */
function logSum(values: ArrayLike<number>, largest: number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += Math.exp(values[at]! - largest);
  return largest + Math.log(sum);
}
