import type { RandomStream } from "../random";

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

/** R = Rz, one angle from U(-largest, largest) degrees: the turn of a place in the picture (lineage: pyskl's RandomRot in two dimensions). */
export function randomTurn(rotation: Rotation, largest: number, stream: RandomStream): void {
  const z = radians(largest * (2 * stream.uniform() - 1));
  noRotation(rotation);
  rotation[0] = rotation[4] = Math.cos(z);
  rotation[3] = Math.sin(z);
  rotation[1] = -rotation[3];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
