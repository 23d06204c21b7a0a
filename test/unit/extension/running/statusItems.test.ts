import assert from "node:assert/strict";
import { test } from "node:test";
import type { CellStatus } from "../../../../src/common/wire/worker";
import type { CellFacts } from "../../../../src/extension/running/statusItems";
import { isResumable, statusItems } from "../../../../src/extension/running/statusItems";
import { untranslated as t } from "../../../../src/extension/translate";

const DONE: CellStatus = {
  state: "done",
  cached: false,
  runs: ["0123456789abcdef", "fedcba9876543210"],
  seedsDone: 2,
  seeds: 2,
  bestValidation: 0.9312,
  test: 0.85,
  backend: "cpu, 2 threads",
};
const FACTS: CellFacts = { kind: "train", status: DONE, message: null, stale: null, skipped: null, waiting: false };

const texts = (facts: Partial<CellFacts>): string[] => statusItems({ ...FACTS, ...facts }, t).map(({ text }) => text);

test("a finished training", () => {
  assert.deepEqual(texts({}), [
    "$(pass) done · 2 of 2 seeds",
    "$(target) test 85.0 %",
    "$(folder-opened) 01234567 +1",
    "$(server) cpu, 2 threads",
  ]);
});

test("a running one tells its best validation so far", () => {
  const status: CellStatus = { ...DONE, state: "running", seedsDone: 1, test: 0.8 };
  assert.deepEqual(texts({ status }).slice(0, 2), [
    "$(sync~spin) training · 1 of 2 seeds",
    "$(graph-line) best validation 93.1 %",
  ]);
});

test("a cached data cell is short", () => {
  const status: CellStatus = {
    ...DONE,
    cached: true,
    runs: [],
    seeds: 0,
    seedsDone: 0,
    bestValidation: null,
    test: null,
    backend: null,
  };
  assert.deepEqual(texts({ kind: "data", status }), ["$(pass) done", "$(archive) cached"]);
});

test("an interrupted or failed training can be resumed, no other cell, and none that is about to run", () => {
  for (const state of ["interrupted", "failed"] as const) {
    const status: CellStatus = { ...DONE, state, seedsDone: 1, test: null };
    const items = statusItems({ ...FACTS, status, message: "It was stopped." }, t);
    const resume = items.at(-1)!;
    assert.deepEqual([resume.text, resume.command], ["$(debug-continue) Resume", "hocslm.resumeCell"]);
    assert.match(resume.tooltip, /^It was stopped\.\n/);
    assert.equal(items[0]!.tooltip, "It was stopped.");
    assert.ok(!isResumable({ kind: "data", status, waiting: false }));
    assert.ok(!isResumable({ kind: "train", status, waiting: true }));
  }
  assert.ok(!isResumable(FACTS));
});

test("stale and skipped come first", () => {
  assert.deepEqual(texts({ status: null, stale: "#small was edited", skipped: "#base failed" }), [
    "$(history) stale: #small was edited",
    "$(debug-step-over) skipped: #base failed",
  ]);
  assert.deepEqual(texts({ status: null }), []);
});

test("every item has words for a screen reader, without icons, and a tooltip", () => {
  const all = statusItems(
    { ...FACTS, stale: "edited since it ran", skipped: "#d failed", status: { ...DONE, state: "failed" } },
    t,
  );
  for (const { label, tooltip } of all) {
    assert.ok(label.length > 0 && !label.includes("$("), label);
    assert.ok(tooltip.length > 0);
  }
  assert.equal(
    all.find(({ command }) => command === "hocslm.openRunFolder")?.label,
    "2 runs, the first is 01234567. Open the run folder",
  );
});
