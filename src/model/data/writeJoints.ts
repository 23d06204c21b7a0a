import type { Draft } from "./draft";
import type { Recorded } from "./place";

/** For each frame of the window: where its two source frames begin, and how much of each there is of the body. */
export interface Blend {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share1: Float64Array;
  readonly share2: Float64Array;
}

export function newBlend(window: number): Blend {
  return {
    first: new Int32Array(window),
    second: new Int32Array(window),
    share1: new Float64Array(window),
    share2: new Float64Array(window),
  };
}

/**
 * Mixes, centres, rotates and scales one clip into out[start..] as [M, 3, V, T], M = `most`: bodies beyond are left out, missing ones are zero. A body
 * that is absent from a source frame adds nothing to what is mixed. `scored`: the third number of a joint is the detector's confidence, which is only
 * mixed, and a joint without any is absent like a body.
 * @returns how many bodies there are to the last that any frame shows; those after it are zero
 */
export function writeJoints(
  out: Float32Array,
  start: number,
  recorded: Recorded,
  most: number,
  draft: Draft,
  blend: Blend,
  scored: boolean,
): number {
  let count = 0;
  const size = 3 * recorded.joints * draft.mix.first.length;
  for (let body = 0; body < most; body++) {
    const target = start + body * size;
    const shown = body < recorded.bodies && findBlend(blend, recorded, body, draft);
    if (!shown) out.fill(0, target, target + size);
    else if (scored) writePlaces(out, target, recorded, draft, blend);
    else writePoints(out, target, recorded, draft, blend);
    if (shown) count = body + 1;
  }
  return count;
}

/** Returns whether any frame of the window shows the body. */
function findBlend(blend: Blend, { bodies, joints, present }: Recorded, body: number, { mix }: Draft): boolean {
  let shown = 0;
  for (let t = 0; t < mix.first.length; t++) {
    const [first, second] = [mix.first[t]! * bodies + body, mix.second[t]! * bodies + body];
    const weight = mix.weight[t]!;
    blend.first[t] = first * joints * 3;
    blend.second[t] = second * joints * 3;
    blend.share1[t] = present[first] === 0 ? 0 : 1 - weight;
    blend.share2[t] = present[second] === 0 ? 0 : weight;
    shown += blend.share1[t]! + blend.share2[t]!;
  }
  return shown > 0;
}

function writePoints(
  out: Float32Array,
  target: number,
  { values, joints }: Recorded,
  { rotation, joints: shown, centre, scale, shift }: Draft,
  { first, second, share1, share2 }: Blend,
): void {
  const window = first.length;
  const plane = joints * window;
  const [r0, r1, r2, r3, r4, r5, r6, r7, r8] = rotation as unknown as Nine;
  const [cx, cy, cz] = centre as unknown as Three;
  const [ax, ay, az] = scale as unknown as Three;
  const [bx, by, bz] = shift as unknown as Three;
  for (let t = 0; t < window; t++) {
    const start1 = first[t]!;
    const start2 = second[t]!;
    const of1 = share1[t]!;
    const of2 = share2[t]!;
    const present = of1 + of2;
    // Most recipes mix few frames, and then half of the reading is saved.
    const mixes = of1 !== 1;
    for (let joint = 0, at = target + t; joint < joints; joint++, at += window) {
      const from1 = start1 + shown[joint]! * 3;
      let x = values[from1]! - cx;
      let y = values[from1 + 1]! - cy;
      let z = values[from1 + 2]! - cz;
      if (mixes) {
        const from2 = start2 + shown[joint]! * 3;
        x = of1 * x + of2 * (values[from2]! - cx);
        y = of1 * y + of2 * (values[from2 + 1]! - cy);
        z = of1 * z + of2 * (values[from2 + 2]! - cz);
      }
      out[at] = ax * (r0 * x + r1 * y + r2 * z) + bx * present;
      out[at + plane] = ay * (r3 * x + r4 * y + r5 * z) + by * present;
      out[at + 2 * plane] = az * (r6 * x + r7 * y + r8 * z) + bz * present;
    }
  }
}

/** As writePoints in the plane of the picture; a joint that was not seen stays zero (lineage: ST-GCN's Kinetics feeder, pyskl's PreNormalize2D). */
function writePlaces(
  out: Float32Array,
  target: number,
  { values, joints }: Recorded,
  { rotation, joints: shown, centre, scale, shift }: Draft,
  { first, second, share1, share2 }: Blend,
): void {
  const window = first.length;
  const plane = joints * window;
  const [r0, r1, , r3, r4] = rotation as unknown as Nine;
  const [cx, cy] = centre as unknown as Three;
  const [ax, ay] = scale as unknown as Three;
  const [bx, by] = shift as unknown as Three;
  for (let t = 0; t < window; t++) {
    for (let joint = 0, at = target + t; joint < joints; joint++, at += window) {
      const from1 = first[t]! + shown[joint]! * 3;
      const from2 = second[t]! + shown[joint]! * 3;
      const score1 = values[from1 + 2]!;
      const score2 = values[from2 + 2]!;
      const of1 = score1 === 0 ? 0 : share1[t]!;
      const of2 = score2 === 0 ? 0 : share2[t]!;
      const present = of1 + of2;
      const x = of1 * (values[from1]! - cx) + of2 * (values[from2]! - cx);
      const y = of1 * (values[from1 + 1]! - cy) + of2 * (values[from2 + 1]! - cy);
      out[at] = ax * (r0 * x + r1 * y) + bx * present;
      out[at + plane] = ay * (r3 * x + r4 * y) + by * present;
      out[at + 2 * plane] = of1 * score1 + of2 * score2;
    }
  }
}

type Three = [number, number, number];
type Nine = [number, number, number, number, number, number, number, number, number];
