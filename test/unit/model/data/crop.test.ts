import assert from "node:assert/strict";
import { test } from "node:test";
import { centralCrop, cropOfView, randomCrop, type Crop } from "../../../../src/model/data/crop";
import { randomStream, type RandomStream } from "../../../../src/model/random";

const stream = (sample: number): RandomStream => randomStream({ seed: 1, stream: 99, epoch: 0, sample, use: 0 });

/** Answers `uniform` and `int` from a list, so that a test can choose the draw. */
function scripted(...values: number[]): RandomStream {
  const next = (): number => values.shift()!;
  return { uniform: next, int: next, normal: next, bits: next };
}

test("training crops are floor(p n) frames, no fewer than 64 and no more than there are", () => {
  const cases = [
    { frames: 200, draw: 0.5, length: 150 },
    { frames: 201, draw: 0.25, length: 125 },
    { frames: 100, draw: 0, length: 64 },
    { frames: 40, draw: 0, length: 40 },
    { frames: 1, draw: 0.9, length: 1 },
  ];
  for (const { frames, draw, length } of cases) {
    const crop: Crop = { start: -1, length: -1 };
    randomCrop(crop, frames, 0.5, 1, scripted(draw, 0));
    assert.deepEqual(crop, { start: 0, length });
  }
});

test("training crops start anywhere from the first to the last possible frame", () => {
  const starts = new Set<number>();
  const crop: Crop = { start: 0, length: 0 };
  for (let sample = 0; sample < 400; sample++) {
    randomCrop(crop, 70, 0.5, 0.5, stream(sample));
    assert.equal(crop.length, 64);
    starts.add(crop.start);
  }
  assert.deepEqual([...starts].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

test("the test crop takes floor(0.05 n / 2) frames off either end", () => {
  for (const [frames, start, length] of [
    [1, 0, 1],
    [20, 0, 20],
    [39, 0, 39],
    [41, 1, 39],
    [100, 2, 96],
    [300, 7, 286],
  ] as const) {
    const crop: Crop = { start: 0, length: 0 };
    centralCrop(crop, frames, 0.95);
    assert.deepEqual(crop, { start, length });
  }
  const nearlyNothing: Crop = { start: 0, length: 0 };
  for (const frames of [1, 2, 3, 10]) {
    centralCrop(nearlyNothing, frames, 0);
    assert.ok(nearlyNothing.length >= 1 && nearlyNothing.start + nearlyNothing.length <= frames);
  }
});

test("views are as long as the central crop and go from the first frame to the last", () => {
  const starts = (frames: number, share: number, views: number): number[] =>
    Array.from({ length: views }, (_, view) => {
      const crop: Crop = { start: -1, length: -1 };
      const central: Crop = { start: -1, length: -1 };
      cropOfView(crop, frames, share, view, views);
      centralCrop(central, frames, share);
      assert.equal(crop.length, central.length);
      return crop.start;
    });
  assert.deepEqual(starts(100, 0.5, 1), [25]);
  assert.deepEqual(starts(100, 0.5, 3), [0, 25, 50]);
  assert.deepEqual(starts(100, 0.5, 4), [0, 17, 33, 50]);
  assert.deepEqual(starts(1, 0.5, 3), [0, 0, 0]);
});
