import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import type { ChatModel, ChatModels } from "../../../../src/extension/models/describeFrames";
import { describeFrames } from "../../../../src/extension/models/describeFrames";
import { untranslated } from "../../../../src/extension/translate";

const FRAMES = [new Uint8Array([0xff, 0xd8, 1]), new Uint8Array([0xff, 0xd8, 2])];
const encoded = FRAMES.map((frame) => Buffer.from(frame).toString("base64"));
const never = new AbortController().signal;

function model(changes: Partial<ChatModel> = {}): ChatModel {
  return {
    id: "eyes-1",
    family: "eyes",
    name: "Eyes",
    vendor: "lab",
    seesPictures: true,
    isAllowed: null,
    answer: saying(" An arm ", "rises. "),
    countQuestion: () => Promise.resolve(300),
    countText: () => Promise.resolve(3),
    ...changes,
  };
}

function saying(...parts: string[]): ChatModel["answer"] {
  return async function* () {
    for (const part of parts) yield await Promise.resolve(part);
  };
}

function failing(error: unknown): ChatModel["answer"] {
  // eslint-disable-next-line require-yield
  return async function* () {
    await Promise.resolve();
    throw error;
  };
}

function ask(models: readonly ChatModel[], wanted = "eyes-1", takesPictures = true, stop = never) {
  const editor: ChatModels = { takesPictures, all: () => Promise.resolve(models) };
  return describeFrames(editor, { model: wanted, prompt: "What moves?", frames: encoded }, stop, untranslated);
}

test("a model sees the frames as they were, with the prompt, and what it says comes back with its counts", async () => {
  const seen: unknown[] = [];
  const watching = model({
    answer: (prompt, frames, stop) => {
      seen.push(prompt, frames);
      return saying(" An arm ", "rises. ")(prompt, frames, stop);
    },
  });
  assert.deepEqual(await ask([watching]), { text: "An arm rises.", tokens: { input: 300, output: 3 } });
  assert.deepEqual(seen, ["What moves?", FRAMES]);
  const silent = model({ countQuestion: () => Promise.resolve(null), countText: () => Promise.resolve(null) });
  assert.deepEqual((await ask([silent])).tokens, { input: null, output: null });
});

test("a model is found by its id first, then by its family and its name", async () => {
  const one = model({ id: "a", family: "b", name: "c", answer: saying("one") });
  const other = model({ id: "b", family: "a", name: "d", answer: saying("other") });
  for (const [wanted, text] of [
    ["a", "one"],
    ["b", "other"],
    ["c", "one"],
    ["d", "other"],
  ] as const)
    assert.equal((await ask([one, other], wanted)).text, text, wanted);
});

const coded = (code: string, message = "m", cause?: Error) => Object.assign(new Error(message, { cause }), { code });

const FAILURES: [string, Parameters<typeof ask>, RegExp, string][] = [
  ["no pictures", [[model()], "eyes-1", false], /shows no pictures to language models; use VS Code 1\.106/, "network"],
  ["no models", [[]], /this editor has no language models; install an extension/, "network"],
  ["another", [[model()], "ears"], /no language model "ears"; use one of eyes-1/, "network"],
  ["blind", [[model({ seesPictures: false })]], /Eyes: this model cannot look at pictures/, "network"],
  [
    "not allowed",
    [[model({ isAllowed: false })]],
    /Eyes: you have not allowed .*; run the cell again and allow/,
    "network",
  ],
  ["no consent", [[model({ answer: failing(coded("NoPermissions")) })]], /you have not allowed/, "network"],
  ["blocked", [[model({ answer: failing(coded("Blocked", "quota")) })]], /blocked for now.*\(quota\); wait/, "network"],
  ["gone", [[model({ answer: failing(coded("NotFound")) })]], /this model is gone/, "network"],
  [
    "off-topic",
    [[model({ answer: failing(coded("Unknown", "failed", new Error("off_topic"))) })]],
    /refuses to describe these frames \(failed\); change the prompt/,
    "data",
  ],
  [
    "a fault",
    [[model({ answer: failing(new Error("socket\nat x.ts")) })]],
    /Eyes: it failed \(socket\); run/,
    "network",
  ],
  ["silence", [[model({ answer: saying("  ", "\n") })]], /it answered with nothing/, "data"],
  [
    "no end",
    [
      [
        model({
          answer: saying(
            ..."x"
              .repeat(5)
              .split("")
              .map((x) => x.repeat(5000)),
          ),
        }),
      ],
    ],
    /longer than 20000/,
    "data",
  ],
];

for (const [name, args, expected, code] of FAILURES)
  test(`told in a sentence: ${name}`, async () => {
    await assert.rejects(ask(...args), (error) => {
      assert.ok(error instanceof HglError);
      assert.match(error.message, expected);
      assert.equal(error.code, code);
      return true;
    });
  });

test("a cell that is stopped stops the model", async () => {
  const stopping = new AbortController();
  let wasStopped = false;
  const slow = model({
    async *answer(_prompt, _frames, stop) {
      yield "An ";
      stopping.abort();
      wasStopped = stop.aborted;
      throw await Promise.resolve(new Error("Canceled"));
    },
  });
  await assert.rejects(ask([slow], "eyes-1", true, stopping.signal), { code: "interrupted" });
  assert.ok(wasStopped);
});
