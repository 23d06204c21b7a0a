import assert from "node:assert/strict";
import { test } from "node:test";
import { endingsBetween } from "../../../../src/extension/runs/endings";
import { endingSentence } from "../../../../src/extension/runs/endingSentence";
import { untranslated } from "../../../../src/extension/translate";
import { MINUTE, NOON, summary } from "./summaries";

/** Three seeds one after another, two minutes each, until noon. */
const seeds = [1, 2, 3].map((seed) =>
  summary({ seed, startedAt: NOON - (4 - seed) * 2 * MINUTE, updatedAt: NOON - (3 - seed) * 2 * MINUTE }),
);
const [first, second, third] = seeds as [(typeof seeds)[0], (typeof seeds)[0], (typeof seeds)[0]];
const running = { ...third, state: "running", test: null } as const;

test("a training ends once, with its last seed", () => {
  assert.deepEqual(endingsBetween([first, second, running], [first, second, running]), []);
  assert.deepEqual(endingsBetween([first, { ...second, state: "running" }, running], [first, second, running]), []);
  const [ending, ...more] = endingsBetween([first, second, running], seeds);
  assert.deepEqual(more, []);
  assert.deepEqual(
    ending!.runs.map(({ seed }) => seed),
    [1, 2, 3],
  );
  assert.equal(ending!.minutes, 6);
  assert.deepEqual(endingsBetween(seeds, seeds), []);
});

test("seeds that end between two readings are one training, in whichever order they are listed", () => {
  const before = seeds.map((run) => ({ ...run, state: "queued" as const }));
  for (const now of [seeds, [...seeds].reverse()]) {
    const endings = endingsBetween(before, now);
    assert.deepEqual(
      endings.map(({ runs, minutes }) => [runs.length, minutes]),
      [[3, 6]],
    );
  }
});

test("an earlier training of the same configuration is not counted in", () => {
  const yesterday = { ...first, startedAt: NOON - 1500 * MINUTE, updatedAt: NOON - 1440 * MINUTE };
  const [ending] = endingsBetween([yesterday, running], [yesterday, third]);
  assert.deepEqual([ending!.runs.length, ending!.minutes], [1, 2]);
});

test("what its user has interrupted, deleted or never began is not news", () => {
  assert.deepEqual(endingsBetween([running], [{ ...third, state: "interrupted" }]), []);
  assert.deepEqual(endingsBetween([running], []), []);
  assert.deepEqual(endingsBetween([], [third]), []);
});

test("the sentence names every seed's score, or what failed", () => {
  const [ending] = endingsBetween([running, first], [third, { ...first, updatedAt: NOON - 2 * MINUTE }]);
  assert.deepEqual(endingSentence(ending!, untranslated), {
    sentence: "Training #base has ended; test accuracy: seed 1 97.0 %, seed 3 97.0 %.",
    failed: false,
  });
  const [failure] = endingsBetween([running], [{ ...third, state: "failed", message: "The disk is full." }]);
  assert.deepEqual(endingSentence(failure!, untranslated), {
    sentence: "Training #base, seed 3, has failed: The disk is full.",
    failed: true,
  });
});
