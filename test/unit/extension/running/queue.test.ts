import assert from "node:assert/strict";
import { test } from "node:test";
import type { Queued } from "../../../../src/extension/running/queue";
import { RunQueue } from "../../../../src/extension/running/queue";

const D: Queued = { id: "d", closure: [], identity: "d1" };
const M: Queued = { id: "m", closure: [], identity: "m1" };
const BASE: Queued = { id: "base", closure: ["d", "m"], identity: "b1" };
const VIEW: Queued = { id: "view", closure: ["d", "m", "base"], identity: "v1" };

const ids = (entries: readonly Queued[]): string[] => entries.map(({ id }) => id);

test("cells run one after another; a second Run is appended without what already waits or runs", () => {
  const queue = new RunQueue<Queued>();
  queue.append([D, M, BASE]);
  assert.equal(queue.next(), D);
  assert.deepEqual(ids(queue.append([{ ...D }, { ...M }, { ...BASE }, VIEW]).added), ["view"]);
  queue.ended(D, true);
  assert.equal(queue.next(), M);
  queue.ended(M, true);
  assert.equal(queue.next(), BASE);
  queue.ended(BASE, true);
  assert.equal(queue.next(), VIEW);
  queue.ended(VIEW, true);
  assert.equal(queue.next(), null);
  // What has ended may run again.
  assert.deepEqual(ids(queue.append([D]).added), ["d"]);
});

test("a cell edited while it waits gives way to its new text, behind what that needs", () => {
  const queue = new RunQueue<Queued>();
  queue.append([BASE, VIEW]);
  const d2 = { ...D, identity: "d2" };
  const base2 = { ...BASE, identity: "b2" };
  const { added, replaced } = queue.append([d2, base2]);
  assert.deepEqual(added, [d2, base2]);
  assert.deepEqual(replaced, [BASE]);
  assert.deepEqual(ids(queue.waiting), ["view", "d", "base"]);
});

test("a cell edited while it runs runs again afterwards", () => {
  const queue = new RunQueue<Queued>();
  queue.append([D]);
  queue.next();
  const d2 = { ...D, identity: "d2" };
  assert.deepEqual(queue.append([d2]).added, [d2]);
  assert.equal(queue.next(), null);
  queue.ended(D, true);
  assert.equal(queue.next(), d2);
});

test("what needs a followed cell waits for it, the others do not", () => {
  const queue = new RunQueue<Queued>();
  queue.follow(BASE);
  assert.deepEqual(ids(queue.append([D, BASE, VIEW]).added), ["d", "view"]);
  assert.equal(queue.next(), D);
  queue.ended(D, true);
  assert.equal(queue.next(), null);
  queue.ended(BASE, true);
  assert.equal(queue.next(), VIEW);
});

test("a failure stops what needs it, directly or not, and nothing else", () => {
  const queue = new RunQueue<Queued>();
  const other: Queued = { id: "other", closure: ["d"], identity: "o" };
  queue.append([M, BASE, VIEW, other]);
  queue.next();
  assert.deepEqual(queue.ended(M, false), [BASE, VIEW]);
  assert.deepEqual(queue.waiting, [other]);
});

test("the queue is emptied at once", () => {
  const queue = new RunQueue<Queued>();
  queue.append([D, M]);
  queue.next();
  assert.deepEqual(queue.empty(), [M]);
  assert.deepEqual(queue.running, [D]);
  assert.deepEqual(queue.waiting, []);
});
