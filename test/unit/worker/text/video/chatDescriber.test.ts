import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import { chatDescriber } from "../../../../../src/worker/text/video/chatDescriber";
import { fakeClock, fakeServer, json, KEY, said, type Reply } from "../endpoints/fakeServer";

const going = new AbortController().signal;
const FRAMES = [Uint8Array.of(0xff, 0xd8, 1), Uint8Array.of(0xff, 0xd8, 2)];

async function describerAt(t: TestContext, reply: Reply) {
  const server = await fakeServer(t, reply);
  const key = () => Promise.resolve(KEY);
  const describer = chatDescriber({ url: `${server.url}/v1`, model: "see", key, clock: fakeClock(), maxTokens: 77 });
  t.after(() => describer.close());
  return { ...server, describer, describe: () => describer.describe(FRAMES, "What moves?", going) };
}

test("frames go as data URLs after the prompt, and the answer comes back as one line with its tokens", async (t) => {
  const usage = { prompt_tokens: 1200, completion_tokens: 40, total_tokens: 1240 };
  const answer = said("The arms rise.\n\nThen they fall. ", {}, usage);
  const { describe, describer, asked, url } = await describerAt(t, (r) => json(r, answer));
  assert.deepEqual(await describe(), {
    text: "The arms rise. Then they fall.",
    tokens: { input: 1200, output: 40 },
  });
  assert.equal(asked[0]!.path, "/v1/chat/completions");
  const image = (base64: string) => ({ type: "image_url", image_url: { url: `data:image/jpeg;base64,${base64}` } });
  assert.deepEqual(asked[0]!.body, {
    model: "see",
    max_tokens: 77,
    temperature: 0,
    stream: false,
    messages: [{ role: "user", content: [{ type: "text", text: "What moves?" }, image("/9gB"), image("/9gC")] }],
  });
  assert.equal(describer.name, `chat see at ${url}/v1`);
});

test("what is not the description is taken away", async (t) => {
  const long = "One arm rises. ".repeat(200);
  const table: [string, object, string][] = [
    ["thinking", said("<think>Hm.\nAn arm.</think>\nOne arm rises."), "One arm rises."],
    ["the end of thinking", said("Hm. An arm.</think> One arm rises."), "One arm rises."],
    ["parts", said([{ type: "text", text: "One arm" }, { type: "image" }, { type: "text", text: "rises." }]), "One arm rises."],
    ["half a sentence", said("One arm rises. The oth", { finish_reason: "length" }), "One arm rises."],
    ["half its only sentence", said("One arm ri", { finish_reason: "length" }), "One arm ri"],
    ["too much", said(long), long.slice(0, 1994).trim()],
  ]; // prettier-ignore
  for (const [name, answer, text] of table)
    assert.equal((await (await describerAt(t, (r) => json(r, answer))).describe()).text, text, name);
});

test("tokens that nobody counted are unknown", async (t) => {
  const { describe } = await describerAt(t, (r) => json(r, said("x", {}, { prompt_tokens: -1 })));
  assert.deepEqual((await describe()).tokens, { input: null, output: null });
});

test("a refusal, an empty answer and a broken one are told apart", async (t) => {
  const policy = { error: { message: `Not this, ${KEY}`, code: "content_policy_violation" } };
  const table: [string, number, unknown, string, RegExp][] = [
    ["refusal", 200, said(null, { refusal: `I can't help, ${KEY}.` }), "data", /refuses to describe the clip \("I can't help, \[key\]\."\); change/],
    ["filter", 200, said("", { finish_reason: "content_filter" }), "data", /refuses to describe the clip \("its content filter/],
    ["policy", 400, policy, "data", /refuses to describe the clip \("Not this, \[key\]"\)/],
    ["empty", 200, said("  \n"), "data", /the model's answer is empty; check that the model can see pictures/],
    ["null", 200, said(null), "data", /the model's answer is empty/],
    ["only thought", 200, said("<think>Hm", { finish_reason: "length" }), "data", /tokens ran out before it said anything/],
    ["no choice", 200, { choices: [] }, "network", /the answer has no choice; check that "see" can chat/],
    ["no message", 200, { choices: [{}] }, "network", /the answer's message is not an object/],
    ["embeddings", 200, { data: [] }, "network", /choices is undefined, not a list/],
    ["other content", 200, said(7), "network", /content is 7, not a list/],
    ["other error", 400, { error: { message: "no pictures here", code: "bad" } }, "network", /answered 400 \("no pictures here"\)/],
  ]; // prettier-ignore
  for (const [name, status, answer, code, says] of table) {
    const { describe } = await describerAt(t, (r) => json(r, answer, status));
    await assert.rejects(describe(), (error) => {
      assert.ok(error instanceof HglError && error.code === code, `${name}: ${String(error)}`);
      assert.ok(!`${error.stack} ${JSON.stringify(error.facts)}`.includes(KEY), name);
      return says.test(error.message) || assert.fail(`${name}: ${error.message}`);
    });
  }
});
