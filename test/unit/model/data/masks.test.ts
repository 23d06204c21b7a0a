import assert from "node:assert/strict";
import { test } from "node:test";
import { applyMasks, drawAxisMask, drawJointMask, noMasks } from "../../../../src/model/data/masks";
import { randomStream, type RandomStream } from "../../../../src/model/random";

const stream = (sample: number): RandomStream => randomStream({ seed: 1, stream: 99, epoch: 0, sample, use: 0 });
const total = (places: Uint8Array): number => places.reduce((sum, place) => sum + place, 0);

test("how many joints and frames are hidden stays within the bounds and reaches both", () => {
  const masks = noMasks(20, 52);
  const seen = { joints: new Set<number>(), frames: new Set<number>() };
  let hidden = 0;
  for (let sample = 0; sample < 600; sample++) {
    drawJointMask(masks, { share: 0.5, joints: [4, 7], frames: [16, 18] }, stream(sample));
    if (!masks.hidden) continue;
    hidden++;
    seen.joints.add(total(masks.joints));
    seen.frames.add(total(masks.frames));
  }
  assert.deepEqual([...seen.joints].sort(), [4, 5, 6, 7]);
  assert.deepEqual([...seen.frames].sort(), [16, 17, 18]);
  assert.ok(hidden > 240 && hidden < 360, `${hidden} of 600`);
  drawJointMask(masks, { share: 1, joints: [99, 99], frames: [99, 99] }, stream(1));
  assert.deepEqual([total(masks.joints), total(masks.frames)], [20, 52]);
});

test("a share of clips loses one axis, each axis at some time, of the first ones only", () => {
  const masks = noMasks(3, 4);
  const seen = new Map<number, number>();
  for (let sample = 0; sample < 900; sample++) {
    drawAxisMask(masks, 2 / 3, 2, stream(sample));
    seen.set(masks.axis, (seen.get(masks.axis) ?? 0) + 1);
  }
  assert.deepEqual(
    [...seen.keys()].sort((a, b) => a - b),
    [-1, 0, 1],
  );
  for (const count of seen.values()) assert.ok(count > 240 && count < 360, `${count} of 900`);
});

test("exactly what is hidden becomes zero, in every body", () => {
  const masks = noMasks(2, 3);
  masks.hidden = true;
  masks.joints[1] = masks.frames[0] = masks.frames[2] = 1;
  const out = new Float32Array(1 + 2 * 3 * 2 * 3).fill(5);
  applyMasks(out, 1, 2, masks);
  const plane = [5, 5, 5, 0, 5, 0];
  assert.deepEqual([...out], [5, ...Array.from({ length: 6 }, () => plane).flat()]);
  masks.hidden = false;
  masks.axis = 2;
  out.fill(5);
  applyMasks(out, 1, 2, masks);
  const body = [...Array<number>(12).fill(5), ...Array<number>(6).fill(0)];
  assert.deepEqual([...out], [5, ...body, ...body]);
});
