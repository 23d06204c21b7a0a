import assert from "node:assert/strict";
import { test } from "node:test";
import { dataCard } from "../../../../src/model/data/card";
import { syntheticDataset } from "../../../fixtures/data/synthetic";

test("a card counts classes, subjects, views and lengths", () => {
  const dataset = syntheticDataset(
    "ucla20",
    [
      { frames: 1, subject: 2, view: 1 },
      { frames: 4, subject: 2, view: 3, label: 2 },
      { frames: 24, subject: 1, view: 1 },
      { frames: 7, subject: 2, view: 1 },
    ],
    undefined,
    3,
  );
  const card = dataCard(dataset);
  assert.deepEqual([card.layout, card.joints, card.clips, card.frames], ["ucla20", 20, 4, 36]);
  assert.deepEqual(
    card.classes.map(({ clips, first }) => [clips, first]),
    [
      [3, "clip0"],
      [0, null],
      [1, "clip1"],
    ],
  );
  assert.deepEqual(card.subjects, [
    { id: 1, clips: 1 },
    { id: 2, clips: 3 },
  ]);
  assert.deepEqual(card.views, [
    { id: 1, clips: 3 },
    { id: 3, clips: 1 },
  ]);
  assert.deepEqual(card.oneFrame, ["clip0"]);
  const { min, mean, median, max, histogram } = card.lengths;
  assert.deepEqual([min, mean, median, max], [1, 9, 5.5, 24]);
  assert.deepEqual(histogram[0], { from: 1, to: 3, clips: 1 });
  assert.deepEqual(histogram.at(-1), { from: 22, to: 24, clips: 1 });
  assert.equal(
    histogram.reduce((sum, bin) => sum + bin.clips, 0),
    4,
  );
});

test("unknown subjects and views are left out, and equal lengths make one bin", () => {
  const card = dataCard(syntheticDataset("ucla20", [{ frames: 5 }, { frames: 5 }]));
  assert.deepEqual([card.subjects, card.views, card.oneFrame, card.source], [[], [], [], null]);
  assert.deepEqual(card.lengths.histogram, [{ from: 5, to: 5, clips: 2 }]);
});
