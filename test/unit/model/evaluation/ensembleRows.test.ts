import assert from "node:assert/strict";
import { test } from "node:test";
import { fixedWeight, memberSets } from "../../../../src/model/evaluation/ensembleRows";
import { STREAMS, type Stream } from "../../../../src/common/vocabulary";

const rows = (...streams: (Stream | null)[]): string[] =>
  memberSets(streams).map(({ name, members }) => `${name ?? "alone"}: ${members.join(" ")}`);

test("six streams have rows of one, two, four and six", () => {
  assert.deepEqual(rows(...STREAMS).slice(6), ["2 streams: 0 1", "4 streams: 0 1 3 4", "6 streams: 0 1 2 3 4 5"]);
  assert.deepEqual(rows("BM", "JM", "B", "J").slice(4), ["2 streams: 2 3", "4 streams: 0 1 2 3"]);
});

test("all members stand together last, whatever they are", () => {
  assert.deepEqual(rows("J", "B", "K"), ["alone: 0", "alone: 1", "alone: 2", "2 streams: 0 1", "3 streams: 0 1 2"]);
  assert.deepEqual(rows("J", null), ["alone: 0", "alone: 1", "2 members: 0 1"]);
  assert.deepEqual(rows("J", "J", "B").slice(3), ["3 streams: 0 1 2"], "which of two J is meant, nobody knows");
  assert.deepEqual(rows("K"), ["alone: 0"]);
});

test("fixed weights are two for positions and one for motions", () => {
  assert.deepEqual(STREAMS.map(fixedWeight), [2, 2, 2, 1, 1, 1]);
});
