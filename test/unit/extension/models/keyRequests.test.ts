import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import type { KeyQuestion } from "../../../../src/extension/models/keyRequests";
import { KeyRequests } from "../../../../src/extension/models/keyRequests";
import { Keyring } from "../../../../src/extension/models/keyring";
import { untranslated } from "../../../../src/extension/translate";
import { FakeMemory, FakeSecrets } from "./memories";

const ORIGIN = "https://api.example";
const never = new AbortController().signal;

/** A workspace with a key kept for ORIGIN; `answers` is what the user says, question after question. */
async function desk(...answers: (boolean | Promise<boolean>)[]) {
  const keyring = new Keyring(new FakeSecrets(), new FakeMemory());
  await keyring.keep(ORIGIN, "the-key");
  const memory = new FakeMemory();
  const questions: KeyQuestion[] = [];
  const requests = new KeyRequests({
    keyring,
    memory,
    notebookOf: (execution) => {
      if (execution === "running") return "study.hgl.md";
      throw new HglError({ code: "usage", what: "no cell runs" });
    },
    ask: async (question) => {
      questions.push(question);
      return await answers[questions.length - 1]!;
    },
    t: untranslated,
  });
  const keyFor = async (origin = ORIGIN, execution = "running", stop = never) =>
    (await requests.keyFor({ execution, origin }, stop)).key;
  return { keyring, memory, questions, keyFor };
}

test("the user is asked once for a workspace and an origin, and then no more", async () => {
  const { questions, keyFor, memory } = await desk(true);
  assert.deepEqual([await keyFor(), await keyFor()], ["the-key", "the-key"]);
  assert.equal(questions.length, 1);
  assert.equal(questions[0]!.origin, ORIGIN);
  assert.match(questions[0]!.detail, /^study\.hgl\.md wants .* goes to https:\/\/api\.example and nowhere else/);
  assert.ok(![...memory.values.values()].join().includes("the-key"));
});

test("who says no is asked again by the next run, and the cell tells why it got no key", async () => {
  const { questions, keyFor } = await desk(false, true);
  await assert.rejects(keyFor(), /https:\/\/api\.example: the key kept for it was not sent, as you did not agree; run/);
  assert.equal(await keyFor(), "the-key");
  assert.equal(questions.length, 2);
});

test("a key goes to its own origin alone, whatever a notebook names", async () => {
  const { questions, keyFor } = await desk();
  for (const other of ["http://api.example", "https://api.example:8443", "https://api.example.evil", "https://evil"])
    assert.equal(await keyFor(other), null, other);
  for (const strange of [
    "https://api.example/",
    "https://API.example",
    "https://x@api.example",
    "api.example",
    "",
    "null",
  ])
    await assert.rejects(keyFor(strange), /is no address of an endpoint/, strange);
  assert.equal(questions.length, 0, "nothing is asked where nothing could be sent");
});

test("no key is handed out while no cell runs", async () => {
  const { questions, keyFor } = await desk();
  await assert.rejects(keyFor(ORIGIN, "over"), /no cell runs/);
  assert.equal(questions.length, 0);
});

test("a key in another's place, and one kept again after it was forgotten, are asked about anew", async () => {
  const { keyring, questions, keyFor } = await desk(true, true, true);
  await keyFor();
  await keyring.keep(ORIGIN, "another-key");
  assert.equal(await keyFor(), "another-key");
  await keyring.forget(ORIGIN);
  assert.equal(await keyFor(), null);
  await keyring.keep(ORIGIN, "another-key");
  assert.equal(await keyFor(), "another-key");
  assert.equal(questions.length, 3);
});

test("cells that wait at the same time ask one question; one that is stopped waits no longer", async () => {
  let say: (agreed: boolean) => void = () => {};
  const { questions, keyFor } = await desk(new Promise((resolve) => (say = resolve)));
  const stopping = new AbortController();
  const waiting = [keyFor(), keyFor()];
  const stopped = keyFor(ORIGIN, "running", stopping.signal);
  stopping.abort();
  await assert.rejects(stopped, (error) => error instanceof HglError && error.code === "interrupted");
  say(true);
  assert.deepEqual(await Promise.all(waiting), ["the-key", "the-key"]);
  assert.equal(questions.length, 1);
});
