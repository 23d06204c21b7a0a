import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunState } from "../../../../src/common/runRecord";
import type { Wording } from "../../../../src/extension/runs/runTexts";
import {
  age,
  foremostState,
  groupDescription,
  runDescription,
  runFacts,
  runSpoken,
  share,
  stateIcon,
  stateWord,
} from "../../../../src/extension/runs/runTexts";
import { untranslated } from "../../../../src/extension/translate";
import { MINUTE, NOON, summary } from "./summaries";

const wording: Wording = { t: untranslated, locale: "en", now: NOON };
const STATES: readonly RunState[] = ["new", "queued", "running", "interrupted", "failed", "done"];

test("a run's row: state, how far, score, age", () => {
  const row = (given: Parameters<typeof summary>[0]) => runDescription(summary(given), wording);
  assert.equal(row({}), "done · 97.0 % · 3 min. ago");
  assert.equal(row({ state: "running", epoch: 12, test: null }), "training · epoch 12/30 · validation 95.0 %");
  assert.equal(row({ state: "queued", epoch: 0, test: null, bestValidation: null, updatedAt: null }), "waiting");
  assert.equal(row({ state: "interrupted", epoch: 0, test: null, bestValidation: null }), "interrupted · 3 min. ago");
  assert.equal(
    row({ state: "failed", epoch: 2, test: null, bestValidation: 0.5 }),
    "failed · epoch 2/30 · validation 50.0 % · 3 min. ago",
  );
});

test("a row of several runs: how many are done, their mean, and what is going on", () => {
  assert.equal(
    groupDescription([summary({ test: 0.95 }), summary({ test: 0.97 })], wording),
    "2 of 2 done · mean 96.0 % · 3 min. ago",
  );
  assert.equal(
    groupDescription([summary(), summary({ state: "running", test: null })], wording),
    "1 of 2 done · training · 97.0 %",
  );
  assert.equal(
    groupDescription([summary({ state: "new", test: null, updatedAt: null })], wording),
    "0 of 1 done · not begun",
  );
});

test("the foremost state is what moves, then what needs its user, then what is over", () => {
  const of = (...states: RunState[]) => foremostState(states.map((state) => ({ state })));
  assert.equal(of("done", "failed", "running"), "running");
  assert.equal(of("done", "interrupted", "failed"), "failed");
  assert.equal(of("done", "done"), "done");
});

test("no state is told by colour alone: each has a word and an icon that no other has", () => {
  assert.equal(new Set(STATES.map((state) => stateWord(state, untranslated))).size, STATES.length);
  assert.equal(new Set(STATES.map((state) => stateIcon(state).icon)).size, STATES.length);
});

test("a screen reader hears the whole row, with the reason of a failure", () => {
  const spoken = runSpoken(
    summary({ state: "failed", epoch: 2, test: null, message: "The loss is not finite at step 40." }),
    wording,
  );
  assert.equal(
    spoken,
    "Seed 1, failed, epoch 2 of 30, best validation accuracy 95.0 %, 3 min. ago, The loss is not finite at step 40.",
  );
});

test("facts leave out what is not known", () => {
  const facts = new Map(
    runFacts(summary({ state: "new", test: null, bestValidation: null, startedAt: null, updatedAt: null }), wording),
  );
  assert.deepEqual([...facts.keys()], ["Run", "State", "Epoch", "Folder"]);
  assert.deepEqual(
    runFacts(summary({ message: "why" }), wording).map(([name]) => name),
    ["Run", "State", "Why", "Epoch", "Test accuracy", "Best validation accuracy", "Begun", "Ended", "Folder"],
  );
});

test("only a whole is 100 %", () => {
  assert.equal(share(1), "100 %");
  assert.equal(share(0.9994), "99.9 %");
  assert.equal(share(0), "0.0 %");
});

test("ages are in the largest whole unit and the editor's language; another machine's clock may be ahead", () => {
  const ago = (minutes: number, locale = "en") => age(NOON - minutes * MINUTE, { ...wording, locale });
  assert.equal(ago(0.5), "just now");
  assert.equal(ago(-10), "just now");
  assert.equal(ago(59.9), "59 min. ago");
  assert.equal(ago(61), "1 hr. ago");
  assert.equal(ago(49 * 60), "2 days ago");
  assert.match(ago(5, "zh-cn"), /5\s*分钟前/);
  assert.equal(age(null, wording), "");
});
