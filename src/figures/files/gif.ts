import { concatBytes } from "./bytes";
import { loadGifenc } from "./packages";
import type { Pixels } from "./raster";

/** Frames that are made when they are asked for: a clip's pixels together would be hundreds of megabytes. */
export interface Frames {
  readonly count: number;
  readonly framesPerSecond: number;
  frame(index: number): Promise<Pixels>;
}

/** Frames that the palette is made from; a drawing's colours hardly change in time. */
const SAMPLED_FRAMES = 12;
const SAMPLED_PIXELS = 2 ** 21;
/** Many viewers show a shorter delay as a tenth of a second. */
const LEAST_DELAY_MS = 20;

/**
 * An animation that plays for ever, its opaque frames all in one palette, so that colours do not flicker. A GIF counts time in hundredths of
 * a second; frames that come faster than every second of these are left out evenly, so that the pace is kept.
 * @throws RangeError for no frames or frames of different sizes
 */
export async function framesToGif(frames: Frames): Promise<Uint8Array> {
  if (!(frames.count > 0)) throw new RangeError("an animation needs frames");
  const { GIFEncoder, quantize, applyPalette } = await loadGifenc();
  const steps = pace(frames);
  const palette = quantize(await sample(frames), 256, { format: "rgb565" });
  const gif = GIFEncoder();
  let size: Pixels | undefined;
  for (const [at, { index, delay }] of steps.entries()) {
    const { width, height, rgba } = await frames.frame(index);
    size ??= { width, height, rgba };
    if (width !== size.width || height !== size.height) throw new RangeError(`frame ${index} has another size`);
    gif.writeFrame(applyPalette(rgba, palette, "rgb565"), width, height, {
      delay,
      ...(at === 0 ? { palette, repeat: 0 } : {}),
    });
  }
  gif.finish();
  return gif.bytes();
}

/** Which frames are shown and for how long (ms, whole hundredths of a second): the clock is rounded, never the sum. */
export function pace({
  count,
  framesPerSecond,
}: Pick<Frames, "count" | "framesPerSecond">): { index: number; delay: number }[] {
  const clock = (frame: number): number => 10 * Math.round((100 * frame) / framesPerSecond);
  const steps: { index: number; delay: number }[] = [];
  for (let index = 0; index < count;) {
    let next = index + 1;
    while (next < count && clock(next) - clock(index) < LEAST_DELAY_MS) next++;
    steps.push({ index, delay: Math.max(LEAST_DELAY_MS, clock(next) - clock(index)) });
    index = next;
  }
  return steps;
}

async function sample(frames: Frames): Promise<Uint8Array> {
  const taken = Math.min(SAMPLED_FRAMES, frames.count);
  const parts: Uint8Array[] = [];
  for (let i = 0; i < taken; i++) {
    const { rgba } = await frames.frame(taken === 1 ? 0 : Math.round((i * (frames.count - 1)) / (taken - 1)));
    parts.push(thinned(rgba, Math.floor(SAMPLED_PIXELS / taken)));
  }
  return concatBytes(parts);
}

/** At most so many pixels, evenly taken. */
function thinned(rgba: Uint8Array, most: number): Uint8Array {
  const pixels = rgba.length / 4;
  const step = Math.ceil(pixels / most);
  if (step <= 1) return rgba;
  const kept = new Uint8Array(4 * Math.ceil(pixels / step));
  for (let i = 0, at = 0; at < kept.length; i += step, at += 4) kept.set(rgba.subarray(4 * i, 4 * i + 4), at);
  return kept;
}
