import assert from "node:assert/strict";
import { test } from "node:test";
import { stratified } from "../../../../src/worker/embedding/sample";

/** 100 clips: 80 of class 0, 15 of class 1, 4 of class 2, 1 of class 3. */
const labelOf = (clip: number): number => (clip < 80 ? 0 : clip < 95 ? 1 : clip < 99 ? 2 : 3);
const clips = Array.from({ length: 100 }, (_, i) => i);

test("few clips are all shown", () => assert.deepEqual(stratified(clips, labelOf, 100), clips));

test("seats that the shares leave go to the classes that came nearest to one more", () => {
  const sample = stratified(clips, (clip) => clip % 3, 50);
  assert.deepEqual(
    [0, 1, 2].map((label) => sample.filter((clip) => clip % 3 === label).length),
    [17, 17, 16],
  );
});

test("a sample has each class by its share and at least once, in order, none twice, always the same", () => {
  const sample = stratified(clips, labelOf, 20);
  const counts = [0, 1, 2, 3].map((label) => sample.filter((clip) => labelOf(clip) === label).length);
  assert.deepEqual(counts, [15, 3, 1, 1]);
  assert.deepEqual(
    sample,
    [...new Set(sample)].sort((a, b) => a - b),
  );
  assert.deepEqual(stratified(clips, labelOf, 20), sample);
});
