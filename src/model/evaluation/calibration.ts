/** Number of equal-width bins over confidence [0, 1] (Guo et al., ICML 2017). */
export const CALIBRATION_BINS = 15;

/** One bar of a reliability diagram; means are 0 in an empty bin. */
export interface CalibrationBin {
  /** The bin holds confidences in (low, high], the first one also 0. */
  readonly low: number;
  readonly high: number;
  readonly clips: number;
  /** Mean confidence, the probability of the predicted class. */
  readonly confidence: number;
  /** Share of clips whose prediction is right. */
  readonly accuracy: number;
}

/** Sorts clips into bins by the confidence of their prediction; `hits` is 1 where the prediction is right. */
export function calibrationBins(confidences: ArrayLike<number>, hits: ArrayLike<number>): readonly CalibrationBin[] {
  const counts = new Float64Array(CALIBRATION_BINS);
  const confidence = new Float64Array(CALIBRATION_BINS);
  const right = new Float64Array(CALIBRATION_BINS);
  for (let clip = 0; clip < confidences.length; clip++) {
    const above = Math.ceil(confidences[clip]! * CALIBRATION_BINS) - 1;
    const bin = Math.min(Math.max(above, 0), CALIBRATION_BINS - 1);
    counts[bin]!++;
    confidence[bin]! += confidences[clip]!;
    right[bin]! += hits[clip]!;
  }
  return Array.from(counts, (clips, bin) => ({
    low: bin / CALIBRATION_BINS,
    high: (bin + 1) / CALIBRATION_BINS,
    clips,
    confidence: clips ? confidence[bin]! / clips : 0,
    accuracy: clips ? right[bin]! / clips : 0,
  }));
}

/** Mean |accuracy - confidence| over the bins, weighted by their clips; in [0, 1]. */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, bin) => sum + bin.clips, 0);
  const gap = bins.reduce((sum, bin) => sum + bin.clips * Math.abs(bin.accuracy - bin.confidence), 0);
  return total === 0 ? 0 : gap / total;
}
