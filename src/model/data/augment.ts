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

/** Looks at the clip in a mirror before the rotation: x changes its sign, and each joint shows its counterpart's place. */
export function mirrored(rotation: Rotation, joints: Int32Array, pairs: readonly (readonly [number, number])[]): void {
  for (const row of [0, 3, 6]) rotation[row] = -rotation[row]!;
  for (const [left, right] of pairs) [joints[left], joints[right]] = [joints[right]!, joints[left]!];
}

/** Row-major 3 x 3, applied to column vectors. */
export type Rotation = Float64Array;

export function noRotation(rotation: Rotation): void {
  rotation.fill(0);
  rotation[0] = rotation[4] = rotation[8] = 1;
}

/** R = Rz Ry Rx, one angle per axis from U(-largest, largest) degrees (lineage: CTR-GCN's random_rot, +-0.3 rad). */
export function randomRotation(rotation: Rotation, largest: number, stream: RandomStream): void {
  const x = radians(largest * (2 * stream.uniform() - 1));
  const y = radians(largest * (2 * stream.uniform() - 1));
  const z = radians(largest * (2 * stream.uniform() - 1));
  const [cx, sx, cy, sy, cz, sz] = [Math.cos(x), Math.sin(x), Math.cos(y), Math.sin(y), Math.cos(z), Math.sin(z)];
  rotation[0] = cz * cy;
  rotation[1] = cz * sy * sx - sz * cx;
  rotation[2] = cz * sy * cx + sz * sx;
  rotation[3] = sz * cy;
  rotation[4] = sz * sy * sx + cz * cx;
  rotation[5] = sz * sy * cx - cz * sx;
  rotation[6] = -sy;
  rotation[7] = cy * sx;
  rotation[8] = cy * cx;
}

/** R = Rx Ry, whole angles from {-largest..largest} degrees about x and y (lineage: CTR-GCN's NW-UCLA feeder). */
export function randomView(rotation: Rotation, largest: number, stream: RandomStream): void {
  const whole = Math.floor(largest);
  const x = radians(stream.int(2 * whole + 1) - whole);
  const y = radians(stream.int(2 * whole + 1) - whole);
  const [cx, sx, cy, sy] = [Math.cos(x), Math.sin(x), Math.cos(y), Math.sin(y)];
  rotation[0] = cy;
  rotation[1] = 0;
  rotation[2] = sy;
  rotation[3] = sx * sy;
  rotation[4] = cx;
  rotation[5] = -sx * cy;
  rotation[6] = -cx * sy;
  rotation[7] = sx;
  rotation[8] = cx * cy;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
