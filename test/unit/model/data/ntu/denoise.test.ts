import assert from "node:assert/strict";
import { test } from "node:test";
import { denoise, motion } from "../../../../../src/model/data/ntu/denoise";
import type { TrackedBody } from "../../../../../src/model/data/ntu/skeletonFile";
import { standing } from "../../../../fixtures/data/skeletonText";

/** Somebody in so many frames from the first on, moving by `sway`; in the first `wide` frames as wide as a table. */
function body(id: string, frames: number, sway = 0, wide = 0): TrackedBody {
  const joints = Float32Array.from(standing(frames, 0, sway).flat(2));
  for (let frame = 0; frame < wide; frame++) {
    for (let joint = 0; joint < 25; joint++) joints[75 * frame + 3 * joint] = joint / 10;
  }
  return { id, seen: Array.from({ length: frames }, (_, frame) => frame), joints };
}

const ids = (bodies: readonly TrackedBody[]): string => denoise(bodies).map(({ id }) => id).join(""); // prettier-ignore

test("who moves more stands first, and of equals who came first", () => {
  assert.equal(ids([body("a", 20), body("b", 20, 1), body("c", 20, 2)]), "cba");
  assert.equal(ids([body("a", 20), body("b", 20)]), "ab");
});

test("a body in 11 frames is a glimpse, in 12 somebody; alone it is taken as it is", () => {
  assert.equal(ids([body("a", 12), body("b", 11, 9)]), "a");
  assert.equal(ids([body("b", 11, 9)]), "b");
  assert.equal(ids([body("a", 11), body("b", 3)]), "");
  assert.equal(ids([]), "");
});

test("wide bodies go while another is left", () => {
  assert.equal(ids([body("a", 20, 0, 20), body("b", 20)]), "b");
  assert.equal(ids([body("a", 20, 0, 20), body("b", 20, 0, 20)]), "b");
  assert.equal(ids([body("a", 20), body("b", 20, 0, 20)]), "a");
  // Of a hundred frames 70 are too many, 69 are not.
  assert.equal(ids([body("a", 100, 0, 70), body("b", 100)]), "b");
  assert.equal(ids([body("a", 100, 0, 69), body("b", 100)]).length, 2);
});

test("wide frames raise nobody's motion", () => {
  const [still, moving] = [body("a", 20, 0, 5), body("b", 20, 0.5)];
  assert.ok(motion(still.joints, () => true) > motion(moving.joints, () => true));
  assert.equal(ids([still, moving]), "ba");
});

test("a body is upright when it is no wider than .8 of its height", () => {
  const box = (width: number): TrackedBody => {
    const joints = new Float32Array(12 * 75);
    for (let frame = 0; frame < 12; frame++) joints.set([width, 1], 75 * frame + 3);
    return { ...body("x", 12), joints };
  };
  // A single-precision .8 is above .8, so it is too wide.
  assert.equal(ids([box(Math.fround(0.8)), body("b", 12)]), "b");
  assert.equal(ids([box(0.7999999), body("b", 12)]).length, 2);
});

test("motion is the sum of the variances of the three axes", () => {
  const joints = Float32Array.from({ length: 150 }, (_, at) => (at < 75 ? [1, 2, 3] : [3, 2, 7])[at % 3]!);
  assert.equal(
    motion(joints, () => true),
    1 + 0 + 4,
  );
  assert.equal(
    motion(joints, (frame) => frame === 1),
    0,
  );
});
