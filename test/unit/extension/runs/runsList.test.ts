import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunSummary } from "../../../../src/common/wire/worker";
import { RunsList } from "../../../../src/extension/runs/runsList";
import { summary } from "./summaries";

/** A source whose answers and clock the test holds in its hand. */
function source(roots: readonly string[] = ["/data"]) {
  const asked: { answer(runs: readonly RunSummary[]): void; refuse(sentence: string): void }[] = [];
  const shown: { now: readonly RunSummary[]; before: readonly RunSummary[] | null; failure: string | null }[] = [];
  let timer: { milliseconds: number; then: () => void } | null = null;
  const list = new RunsList({
    roots: () => roots,
    read: () =>
      new Promise((answer, reject) => asked.push({ answer, refuse: (sentence) => reject(new Error(sentence)) })),
    show: (now, before, failure) => shown.push({ now, before, failure }),
    later(milliseconds, then) {
      const mine = { milliseconds, then };
      timer = mine;
      return {
        cancel: () => {
          if (timer === mine) timer = null;
        },
      };
    },
  });
  return {
    list,
    asked,
    shown,
    waiting: () => timer?.milliseconds ?? null,
    ring(): void {
      const { then } = timer!;
      timer = null;
      then();
    },
  };
}

test("changes that come together are read once", async () => {
  const { list, asked, shown, ring, waiting } = source();
  for (let i = 0; i < 5; i++) list.changed();
  assert.equal(asked.length, 0);
  ring();
  asked[0]!.answer([summary()]);
  await new Promise(setImmediate);
  assert.equal(asked.length, 1);
  assert.deepEqual(shown[0]!.now, [summary()]);
  assert.equal(waiting(), null);
});

test("a refresh while a reading is under way is answered by one that began later", async () => {
  const { list, asked, shown } = source();
  const early = list.refresh();
  const late = Promise.all([list.refresh(), list.refresh()]);
  assert.equal(asked.length, 1);
  asked[0]!.answer([]);
  await new Promise(setImmediate);
  assert.equal(asked.length, 2, "the two later calls share one reading");
  asked[1]!.answer([summary()]);
  await Promise.all([early, late]);
  assert.deepEqual(
    shown.map(({ now }) => now.length),
    [0, 1],
  );
  assert.equal(shown[0]!.before, null);
});

test("while something trains the list is read again, more often when someone looks", async () => {
  const { list, asked, waiting, ring } = source();
  list.watched = true;
  const first = list.refresh();
  asked[0]!.answer([summary({ state: "running" })]);
  await first;
  const watched = waiting()!;
  list.watched = false;
  ring();
  asked[1]!.answer([summary({ state: "queued" })]);
  await new Promise(setImmediate);
  assert.ok(waiting()! > watched);
  ring();
  asked[2]!.answer([summary()]);
  await new Promise(setImmediate);
  assert.equal(waiting(), null, "nothing trains, nothing is asked");
});

test("a refused reading keeps the list and says why", async () => {
  const { list, asked, shown } = source();
  const first = list.refresh();
  asked[0]!.answer([summary()]);
  await first;
  const second = list.refresh();
  asked[1]!.refuse("The worker has ended.");
  await second;
  assert.equal(shown[1]!.failure, "The worker has ended.");
  assert.equal(shown[1]!.now.length, 1);
  const third = list.refresh();
  asked[2]!.answer([]);
  await third;
  assert.equal(shown[2]!.failure, null);
});

test("without a folder nothing is asked; after its end nothing is shown", async () => {
  const none = source([]);
  await none.list.refresh();
  assert.equal(none.asked.length, 0);
  assert.deepEqual(none.shown[0]!.now, []);
  const { list, asked, shown, waiting } = source();
  const pending = list.refresh();
  list.dispose();
  asked[0]!.answer([summary({ state: "running" })]);
  await pending;
  assert.equal(shown.length, 0);
  list.changed();
  assert.equal(waiting(), null);
});
