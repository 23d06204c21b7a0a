import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { packedDataset, type Clip } from "../../../../src/model/data/dataset";
import { packedOf, syntheticDataset } from "../../../fixtures/data/synthetic";

test("clips lie end to end, each with its own bodies", () => {
  const dataset = syntheticDataset("ntu25", [{ frames: 2 }, { frames: 1, label: 1, bodies: 1 }], (clip) => clip + 1);
  assert.equal(dataset.bodies, 2);
  assert.deepEqual(dataset.values.of(0), new Float32Array(2 * 2 * 75).fill(1));
  assert.deepEqual(dataset.values.of(1), new Float32Array(75).fill(2));
});

test("an unusable data set is refused with the clip and the value in the sentence", () => {
  const good = syntheticDataset("ucla20", [{ frames: 2 }, { frames: 3, label: 1 }]);
  const [first, second] = good.clips as [Clip, Clip];
  const spoiled = packedOf(good).slice();
  spoiled[2 * 60 + 2 * 60 + 4] = Number.NaN;
  const bad: [Clip[], Float32Array, RegExp][] = [
    [[], new Float32Array(), /there is no clip/],
    [[first, { ...second, id: first.id }], packedOf(good), /two clips are called clip0/],
    [[{ ...first, frames: 0 }, second], packedOf(good).slice(120), /clip clip0: the clip has 0 frames/],
    [[{ ...first, bodies: 0 }, second], packedOf(good).slice(120), /clip clip0: the clip has 0 bodies/],
    [[first, { ...second, label: 2 }], packedOf(good), /clip clip1: label 2 is not one of the 2 classes/],
    [[first, { ...second, subject: -1 }], packedOf(good), /clip clip1: -1 is no number of a subject/],
    [[first, { ...second, frames: 4 }], packedOf(good), /the clips need 360 floats, there are 300/],
    [[first], packedOf(good), /the clips need 120 floats, there are 300/],
    [[first, second], spoiled, /clip clip1: frame 3 holds NaN/],
  ];
  for (const [clips, values, message] of bad) {
    assert.throws(
      () => packedDataset(good, clips, values),
      (error) => error instanceof HglError && error.code === "data" && message.test(error.message),
      String(message),
    );
  }
});
