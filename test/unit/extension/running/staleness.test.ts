import assert from "node:assert/strict";
import { test } from "node:test";
import { madeFrom, staleReason } from "../../../../src/extension/running/staleness";
import { untranslated as t } from "../../../../src/extension/translate";
import { cellsOf, DATA, MODEL, readingOf, TRAIN, VIEW } from "./notebooks";

/** Why each of the four cells is stale after the edit; "" where it is not. */
function after(edit: (cells: ReturnType<typeof cellsOf>) => void): string[] {
  const cells = cellsOf(DATA, MODEL, TRAIN, VIEW);
  const before = readingOf(cells);
  const made = ["d", "small", "base", "mistakes"].map((id) => madeFrom(before, id)!);
  const known = [...cells];
  edit(cells);
  const now = readingOf(cells);
  return made.map((one, i) => {
    const read = now.cells.find(({ cell }) => cell === known[i]);
    return staleReason(one, now, read?.id ?? null, t) ?? "";
  });
}

test("nothing is stale before an edit, nor after one that changes no meaning", () => {
  assert.deepEqual(
    after(() => {}),
    ["", "", "", ""],
  );
  assert.deepEqual(
    after(([, model]) => {
      model!.source = "model   #small\n# the smallest\npreset:   'hglnet-xs'\n";
    }),
    ["", "", "", ""],
  );
});

test("an edit is named by the cells that follow from it", () => {
  const reasons = after(([, model]) => {
    model!.source = `${MODEL}\ncts: fixed`;
  });
  assert.deepEqual(reasons, ["", "edited since it ran", "#small was edited", "#small was edited"]);
});

test("two edits, a mistake, a deleted cell", () => {
  const two = after(([data, model]) => {
    data!.source = `${DATA}\nstream: B`;
    model!.source = `${MODEL}\ncts: fixed`;
  });
  assert.deepEqual(two.slice(2), ["#d, #small were edited", "#d, #small were edited"]);
  const mistake = after(([, model]) => {
    model!.source = "model #small\npreset: hglnet-x";
  });
  assert.deepEqual(mistake, ["", "edited since it ran", "#small was edited", "#small was edited"]);
  const deleted = after((cells) => cells.splice(0, 1));
  assert.deepEqual(deleted.slice(1), ["", "#d is gone", "#d is gone"]);
});

test("ids renamed everywhere change nothing, and an undone edit is none", () => {
  const renamed = after((cells) => {
    for (const cell of cells)
      cell.source = cell.source.replace("#small", "#tiny").replace("model: small", "model: tiny");
  });
  assert.deepEqual(renamed, ["", "", "", ""]);
  const undone = after(([data]) => {
    data!.source = `${DATA}\nstream: B`;
    data!.source = DATA;
  });
  assert.deepEqual(undone, ["", "", "", ""]);
});

test("outputs of a cell with a mistake are made from nothing", () => {
  assert.equal(madeFrom(readingOf(cellsOf(DATA, TRAIN)), "base"), null);
  assert.equal(madeFrom(readingOf(cellsOf(DATA)), "nowhere"), null);
});
