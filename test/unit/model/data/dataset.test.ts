import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { checkDataset, type Dataset } from "../../../../src/model/data/dataset";
import { syntheticDataset } from "../../../fixtures/data/synthetic";

test("a sound data set passes", () => {
  checkDataset(syntheticDataset("ntu25", [{ frames: 2 }, { frames: 1, label: 1 }]));
});

test("an unusable data set is refused with the clip and the value in the sentence", () => {
  const good = syntheticDataset("ucla20", [{ frames: 2 }, { frames: 3, label: 1 }]);
  const [first, second] = good.clips as [Dataset["clips"][0], Dataset["clips"][0]];
  const spoiled = good.values.slice();
  spoiled[second.offset + 2 * 60 + 4] = Number.NaN;
  const bad: [Partial<Dataset>, RegExp][] = [
    [{ clips: [] }, /there is no clip/],
    [{ clips: [{ ...first, frames: 0 }, second] }, /clip clip0: the clip has 0 frames/],
    [{ clips: [first, { ...second, label: 2 }] }, /clip clip1: label 2 is not one of the 2 classes/],
    [
      { clips: [first, { ...second, offset: 60 }] },
      /clip clip1: the clip starts at float 60, the one before it ends at 120/,
    ],
    [{ clips: [first, { ...second, frames: 4 }] }, /clip clip1: the clip ends at float 360 of 300/],
    [{ clips: [first] }, /180 floats belong to no clip/],
    [{ values: spoiled }, /clip clip1: frame 3 holds NaN/],
  ];
  for (const [change, message] of bad) {
    assert.throws(
      () => checkDataset({ ...good, ...change }),
      (error) => error instanceof HglError && error.code === "data" && message.test(error.message),
      String(message),
    );
  }
});
