/** The most frames a clip may have: an hour of film is as many; what is longer is no clip, but a count that went wrong. */
export const MOST_FRAMES = 100_000;

/** One after another; each holds `floats`. */
export function joinFrames(frames: readonly Float32Array[], floats: number): Float32Array {
  const values = new Float32Array(frames.length * floats);
  frames.forEach((frame, at) => values.set(frame, at * floats));
  return values;
}
