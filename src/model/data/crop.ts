import type { RandomStream } from "../random";

/** Training crops are never shorter than this, where the clip allows (lineage: CTR-GCN's valid_crop_resize). */
const SHORTEST_CROP = 64;

/** A run of frames: the first one and how many. */
export interface Crop {
  start: number;
  length: number;
}

/** Training: p ~ U(low, high), length min(max(floor(p n), 64), n), the start drawn evenly. */
export function randomCrop(crop: Crop, frames: number, low: number, high: number, stream: RandomStream): void {
  const share = low + (high - low) * stream.uniform();
  crop.length = Math.min(Math.max(Math.floor(share * frames), SHORTEST_CROP), frames);
  crop.start = stream.int(frames - crop.length + 1);
}

/** Evaluation: the central `share`, floor((1 - share) n / 2) frames off either end, at least one frame left. */
export function centralCrop(crop: Crop, frames: number, share: number): void {
  const cut = Math.min(Math.floor(((1 - share) * frames) / 2), Math.floor((frames - 1) / 2));
  crop.start = cut;
  crop.length = frames - 2 * cut;
}

/**
 * Evaluation, one of several views of a clip: as long as the central crop, the first view at the beginning, the last at the end, the others
 * evenly between. One view alone is the central crop.
 */
export function cropOfView(crop: Crop, frames: number, share: number, view: number, views: number): void {
  centralCrop(crop, frames, share);
  if (views > 1) crop.start = Math.round((view * (frames - crop.length)) / (views - 1));
}
