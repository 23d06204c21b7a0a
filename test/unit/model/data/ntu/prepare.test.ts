import assert from "node:assert/strict";
import { test } from "node:test";
import { prepare } from "../../../../../src/model/data/ntu/prepare";
import { parseSkeletonFile } from "../../../../../src/model/data/ntu/skeletonFile";
import { bytesOf, skeletonText, standing, type TextBody } from "../../../../fixtures/data/skeletonText";

const prepared = (frames: number, ...bodies: TextBody[]) =>
  prepare(parseSkeletonFile(bytesOf(skeletonText(frames, bodies)), "a.skeleton"));

test("one body stays one, two stay two, and frames without anybody are gone", () => {
  const one = prepared(9, { from: 3, joints: standing(5, 2) })!;
  assert.deepEqual([one.frames, one.bodies, one.values.length], [5, 1, 5 * 75]);
  // Joint 1 is above joint 2 in this figure.
  assert.deepEqual([...one.values.subarray(0, 6)], [0, 0.0625, 0, 0, 0, 0]);
  const two = prepared(20, { joints: standing(20, 0, 1) }, { from: 5, joints: standing(14, 1) })!;
  assert.deepEqual([two.frames, two.bodies], [20, 2]);
  assert.deepEqual([...two.values.subarray(75, 81)], [0, 0, 0, 0, 0, 0]);
  assert.deepEqual([...two.values.subarray(5 * 150 + 75, 5 * 150 + 81)], [1, 0.0625, 0, 1, 0, 0]);
});

test("two bodies that are never seen together are one actor in a scene of two", () => {
  const scene = prepared(30, { joints: standing(15, 0, 1) }, { from: 15, joints: standing(15) })!;
  assert.deepEqual([scene.frames, scene.bodies], [30, 2]);
  for (let frame = 0; frame < 30; frame++) {
    assert.ok(scene.values.subarray(frame * 150 + 75, (frame + 1) * 150).every((value) => value === 0));
  }
});

test("of nobody there is no scene", () => {
  assert.equal(prepared(3), undefined);
  assert.equal(prepared(20, { joints: standing(5) }, { from: 8, joints: standing(11) }), undefined);
  const nowhere = Array.from({ length: 3 }, () => Array.from({ length: 25 }, () => [0, 0, 0] as const));
  assert.equal(prepared(3, { joints: nowhere }), undefined);
});
