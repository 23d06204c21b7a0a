const MOST = 3.4028234663852886e38;

/** Where the first number is that float32 cannot hold, NaN and infinities among them; -1 where there is none. */
export function firstBad(numbers: Float32Array | Float64Array): number {
  for (let at = 0; at < numbers.length; at++) {
    // False for NaN too.
    if (!(Math.abs(numbers[at]!) <= MOST)) return at;
  }
  return -1;
}
