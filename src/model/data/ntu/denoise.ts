import type { TrackedBody } from "./skeletonFile";

const VALUES = 75;
/** A body that is seen in no more frames than these is a glimpse of somebody or of nobody. */
const GLIMPSE = 11;
/** Chairs and tables are wider than people: a frame is bad when a body is wider than this share of its height, */
const WIDEST = 0.8;
/** and a body is furniture when this share of its frames is bad. */
const MOST_BAD = 0.69754;

/**
 * The bodies that are people, the one that moves most first (lineage: CTR-GCN, SGN). A single body is taken as it is. Of several, the glimpses are
 * dropped, then the wide ones as long as another is left; the rest stand in the order of their motion, which bad frames may not raise.
 */
export function denoise(bodies: readonly TrackedBody[]): readonly TrackedBody[] {
  if (bodies.length < 2) return bodies;
  const long = bodies.filter(({ seen }) => seen.length > GLIMPSE);
  const people: { body: TrackedBody; motion: number }[] = [];
  let left = long.length;
  for (const body of long) {
    const { seen, joints } = body;
    const upright = seen.map((_, frame) => isUpright(joints, frame));
    const bad = upright.filter((is) => !is).length;
    if (left > 1 && bad / seen.length >= MOST_BAD) {
      left--;
      continue;
    }
    const whole = motion(joints, () => true);
    const calm = bad > 0 ? motion(joints, (frame) => upright[frame]!) : whole;
    people.push({ body, motion: Math.min(whole, calm) });
  }
  return people.sort((a, b) => b.motion - a.motion).map(({ body }) => body);
}

/** Whether the joints are spread no further across than WIDEST of their height. */
function isUpright(joints: Float32Array, frame: number): boolean {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = frame * VALUES; at < (frame + 1) * VALUES; at += 3) {
    const [x, y] = [joints[at]!, joints[at + 1]!];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return Math.fround(right - left) <= WIDEST * Math.fround(high - low);
}

/**
 * The sum of the variances of x, y and z over all joints of the frames that `counts` takes, one at least. In single precision and row by
 * row, as NumPy computes it from the lineage's arrays, because two bodies may come so close that rounding decides who is the first.
 */
export function motion(joints: Float32Array, counts: (frame: number) => boolean): number {
  const sum = Math.fround;
  let [x, y, z, rows] = [0, 0, 0, 0];
  for (let frame = 0; frame * VALUES < joints.length; frame++) {
    if (!counts(frame)) continue;
    for (let at = frame * VALUES; at < (frame + 1) * VALUES; at += 3) {
      x = sum(x + joints[at]!);
      y = sum(y + joints[at + 1]!);
      z = sum(z + joints[at + 2]!);
    }
    rows += VALUES / 3;
  }
  const [meanX, meanY, meanZ] = [sum(x / rows), sum(y / rows), sum(z / rows)];
  [x, y, z] = [0, 0, 0];
  for (let frame = 0; frame * VALUES < joints.length; frame++) {
    if (!counts(frame)) continue;
    for (let at = frame * VALUES; at < (frame + 1) * VALUES; at += 3) {
      const offX = sum(joints[at]! - meanX);
      const offY = sum(joints[at + 1]! - meanY);
      const offZ = sum(joints[at + 2]! - meanZ);
      x = sum(x + sum(offX * offX));
      y = sum(y + sum(offY * offY));
      z = sum(z + sum(offZ * offZ));
    }
  }
  return sum(sum(sum(x / rows) + sum(y / rows)) + sum(z / rows));
}
