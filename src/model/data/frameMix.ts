import type { RandomStream } from "../random";
import type { Crop } from "./crop";
import { pick } from "./pick";

/** Which two source frames each of T output frames mixes, and the weight of the second. */
export interface FrameMix {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

export function frameMix(window: number): FrameMix {
  return { first: new Int32Array(window), second: new Int32Array(window), weight: new Float64Array(window) };
}

/** Bilinear resizing along time, half-pixel centres (align_corners = false), edges held; up- and down-sampling alike. */
export function mixInterpolated(mix: FrameMix, crop: Crop): void {
  const window = mix.first.length;
  const last = crop.length - 1;
  for (let t = 0; t < window; t++) {
    const at = Math.min(Math.max(((t + 0.5) * crop.length) / window - 0.5, 0), last);
    const below = Math.floor(at);
    mix.first[t] = crop.start + below;
    mix.second[t] = crop.start + Math.min(below + 1, last);
    mix.weight[t] = at - below;
  }
}

/** Frames drawn with repetition, then sorted (method, section 2.5, training). */
export function mixDrawn(mix: FrameMix, crop: Crop, stream: RandomStream): void {
  for (let t = 0; t < mix.first.length; t++) mix.first[t] = crop.start + stream.int(crop.length);
  mix.first.sort();
  mix.second.set(mix.first);
  mix.weight.fill(0);
}

/** Frames floor(linspace(0, n - 1, T)) (method, section 2.5, test). */
export function mixEven(mix: FrameMix, crop: Crop): void {
  const window = mix.first.length;
  const last = crop.length - 1;
  const step = window > 1 ? last / (window - 1) : 0;
  for (let t = 0; t < window; t++)
    mix.first[t] = crop.start + (t === window - 1 && t > 0 ? last : Math.floor(t * step));
  mix.second.set(mix.first);
  mix.weight.fill(0);
}

/**
 * Uniform sampling (lineage: pyskl's UniformSampleFrames): the crop in T even parts and a drawn frame of each; where it has fewer than 2 T frames,
 * T of them in order with gaps of one frame at most; where it has fewer than T, all of them over and over from `start` on.
 */
export function mixUniform(mix: FrameMix, crop: Crop, stream: RandomStream, start: number): void {
  const window = mix.first.length;
  const { length } = crop;
  if (length < window) return mixLooped(mix, crop, start);
  if (length < 2 * window) {
    const skipped = new Uint8Array(window + 1);
    pick(skipped, length - window, stream);
    for (let t = 0, frame = crop.start; t < window; t++, frame++) mix.first[t] = frame += skipped[t]!;
  } else
    for (let t = 0; t < window; t++) {
      const from = partStart(t, length, window);
      mix.first[t] = crop.start + from + stream.int(partStart(t + 1, length, window) - from);
    }
  mix.second.set(mix.first);
  mix.weight.fill(0);
}

/** The middle frame of each of T even parts; all frames over and over where there are fewer. The one view of a test clip, without chance. */
export function mixCentral(mix: FrameMix, crop: Crop): void {
  const window = mix.first.length;
  const { length } = crop;
  if (length < window) return mixLooped(mix, crop, 0);
  for (let t = 0; t < window; t++) {
    const from = partStart(t, length, window);
    mix.first[t] = crop.start + from + ((partStart(t + 1, length, window) - from) >> 1);
  }
  mix.second.set(mix.first);
  mix.weight.fill(0);
}

function mixLooped(mix: FrameMix, crop: Crop, start: number): void {
  for (let t = 0; t < mix.first.length; t++) mix.first[t] = crop.start + ((start + t) % crop.length);
  mix.second.set(mix.first);
  mix.weight.fill(0);
}

const partStart = (part: number, length: number, parts: number): number => Math.floor((part * length) / parts);
