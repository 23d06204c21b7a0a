import assert from "node:assert/strict";
import { test } from "node:test";
import { planCells } from "../../../../src/extension/running/plan";
import { untranslated as t } from "../../../../src/extension/translate";
import type { FakeCell } from "./notebooks";
import { cellsOf, DATA, MODEL, readingOf, TRAIN, VIEW } from "./notebooks";

function planOf(cells: readonly FakeCell[], selected: readonly number[]) {
  const plan = planCells(
    readingOf(cells),
    selected.map((index) => cells[index]!),
    t,
  );
  return {
    run: plan.run.map(({ id }) => id),
    refused: plan.refused.map(({ cell, sentence }) => [cells.indexOf(cell), sentence] as const),
    plan,
  };
}

test("a cell runs after all it needs, whatever the notebook's order and the selection's", () => {
  const cells = cellsOf("# Prose", VIEW, TRAIN, MODEL, DATA);
  assert.deepEqual(planOf(cells, [1]).run, ["d", "small", "base", "mistakes"]);
  assert.deepEqual(planOf(cells, [4, 3, 2, 1]).run, ["d", "small", "base", "mistakes"]);
  assert.deepEqual(planOf(cells, [3]).run, ["small"]);
  assert.deepEqual(planOf(cells, [0]).run, []);
  const base = planOf(cells, [1]).plan.run.find(({ id }) => id === "mistakes")!;
  assert.deepEqual([...base.closure].sort(), ["base", "d", "small"]);
});

test("a cell with an error is refused with its first sentence, and so is what needs it; the others run", () => {
  const cells = cellsOf(DATA, MODEL.replace("preset", "prest"), TRAIN, VIEW);
  const { run, refused } = planOf(cells, [0, 1, 2, 3]);
  assert.deepEqual(run, ["d"]);
  assert.deepEqual(
    refused.map(([index]) => index),
    [1, 2, 3],
  );
  assert.match(refused[0]![1], /prest.*preset.*[.?]$/);
  assert.equal(refused[1]![1], "It needs #small, which has an error; correct that cell first.");
});

test("a needed cell with an error shows it even when it was not selected", () => {
  const cells = cellsOf(DATA, MODEL.replace("hglnet-xs", "hglnet-xxs"), TRAIN);
  const { run, refused } = planOf(cells, [2]);
  assert.deepEqual(run, []);
  assert.deepEqual(refused.map(([index]) => index).sort(), [1, 2]);
});

test("no kind, no id, an id twice, a circle", () => {
  const cells = cellsOf("source: ui-prmd", "data\nsource: ui-prmd", DATA, DATA, "train #a\ndata: d\nmodel: gone");
  const { run, refused } = planOf(cells, [0, 1, 2, 3, 4]);
  assert.deepEqual(run, ["d"]);
  assert.deepEqual(
    refused.map(([index]) => index),
    [0, 1, 3, 4],
  );
  for (const [, sentence] of refused) assert.match(sentence, /^[A-Z].*\.$|^[A-Z].*\?$/);
  assert.match(refused[3]![1], /gone/);
});
