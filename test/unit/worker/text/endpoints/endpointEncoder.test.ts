import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import type { EmbeddingApi } from "../../../../../src/worker/text/endpoints/embeddings";
import { endpointEncoder } from "../../../../../src/worker/text/endpoints/endpointEncoder";
import { fakeClock, fakeServer, json, KEY, text, type Asked, type Reply } from "./fakeServer";

const going = new AbortController().signal;
const inputOf = ({ body }: Asked): string[] => (body as { input: string[] }).input;
/** Tells texts apart: its length and first letter. */
const vectorOf = (one: string): number[] => [one.length, one.charCodeAt(0) / 3];

const openai = (vectors: unknown[]) => ({ data: vectors.map((embedding, index) => ({ index, embedding })) });
const GOOD: Readonly<Record<EmbeddingApi, Reply>> = {
  // Back to front, since only `index` says whose vector it is.
  openai: (r, asked) => json(r, { data: openai(inputOf(asked).map(vectorOf)).data.reverse() }),
  ollama: (r, asked) => json(r, { embeddings: inputOf(asked).map(vectorOf) }),
};

async function encoderAt(t: TestContext, api: EmbeddingApi, reply: Reply, batch?: number) {
  const server = await fakeServer(t, reply);
  const url = `${server.url}/v1`;
  const key = () => Promise.resolve(KEY);
  const encoder = endpointEncoder({ url, model: "m", api, key, clock: fakeClock(), ...(batch && { batch }) });
  t.after(() => encoder.close());
  const encode = async (texts: string[]) => {
    const got: (number[] | undefined)[] = texts.map(() => undefined);
    await encoder.encode(texts, (at, { sentence, tokens }) => {
      assert.equal(tokens, null);
      got[at] = [...sentence];
    }, going); // prettier-ignore
    return got;
  };
  return { ...server, encoder, encode };
}

for (const [api, path] of [["openai", "/v1/embeddings"], ["ollama", "/v1/api/embed"]] as const)
  test(`${api}: each text gets its own vector, in batches`, async (t) => {
    const { encode, encoder, asked, url } = await encoderAt(t, api, GOOD[api], 3);
    const texts = ["a", "bb", "ccc", "dddd", "e", "ff", "ggg"];
    assert.deepEqual(await encode(texts), texts.map((one) => vectorOf(one).map(Math.fround)));
    assert.deepEqual(asked.map((one) => inputOf(one).length).sort(), [1, 3, 3]);
    assert.ok(asked.every((one) => one.path === path && (one.body as { model: string }).model === "m"));
    assert.equal(encoder.name, `${api} m at ${url}/v1`);
    assert.deepEqual(await encode([]), []);
  }); // prettier-ignore

test("a wrong answer is refused with what is wrong in it", async (t) => {
  const table: [string, EmbeddingApi, unknown, RegExp][] = [
    ["count", "openai", openai([[1, 2]]), /2 texts were sent and 1 vectors came back; check that "m" gives embeddings/],
    ["count", "ollama", { embeddings: [[1], [1], [1]] }, /2 texts were sent and 3 vectors came back/],
    ["index twice", "openai", { data: [0, 0].map((index) => ({ index, embedding: [1] })) }, /index 0 comes twice/],
    ["no index", "openai", { data: [{ embedding: [1] }, { embedding: [1] }] }, /data\[0\]\.index is undefined/],
    ["index too high", "openai", { data: [0, 2].map((index) => ({ index, embedding: [1] })) }, /index is 2, not a whole number from 0 to 1/],
    ["lengths", "openai", openai([[1, 2], [1, 2, 3]]), /vector 2 has 3 numbers and the first has 2/],
    ["null", "openai", openai([[1, 2], [1, null]]), /number 2 of vector 2 is null, not finite/],
    ["float32", "ollama", { embeddings: [[1], [1e39]] }, /number 1 of vector 2 is 1e\+39, not finite/],
    ["text", "ollama", { embeddings: [["1"], [1]] }, /number 1 of vector 1 is a string, not finite/],
    ["base64", "openai", openai(["AACAPw==", "AACAPw=="]), /vector 1 is no list of numbers/],
    ["empty", "ollama", { embeddings: [[], []] }, /vector 1 is no list of numbers/],
    ["a chat's answer", "openai", { choices: [] }, /data is undefined, not a list/],
    ["a number", "openai", 7, /the answer is not an object/],
  ]; // prettier-ignore
  for (const [name, api, answer, says] of table) {
    const { encode, url } = await encoderAt(t, api, (r) => json(r, answer));
    await assert.rejects(encode(["one", "two"]), (error) => {
      assert.ok(error instanceof HglError && error.code === "network", name);
      assert.ok(error.message.startsWith(`${url}/v1: `), error.message);
      return says.test(error.message) || assert.fail(`${name}: ${error.message}`);
    });
  }
});

test("NaN, which some servers write, is named", async (t) => {
  const { encode } = await encoderAt(t, "openai", (r) => text(r, '{"data": [{"index": 0, "embedding": [NaN, 1]}]}'));
  await assert.rejects(encode(["one"]), /the answer is not JSON \(it holds NaN\)/);
});

test("a model that changes its dimension half way is noticed", async (t) => {
  const growing: Reply = (r, _, count) => json(r, openai([count === 1 ? [1, 2] : [1, 2, 3]]));
  const { encode } = await encoderAt(t, "openai", growing);
  await encode(["one"]);
  await assert.rejects(encode(["two"]), /a vector has 3 numbers, and the ones before had 2; was the model changed/);
});

test("what is done before a failure is handed on, and the first failure is told", async (t) => {
  const third: Reply = (r, asked, count) =>
    count < 3 ? GOOD.openai(r, asked, count) : json(r, { error: "full" }, 400);
  const { encoder, asked } = await encoderAt(t, "openai", third, 1);
  const done: number[] = [];
  const texts = Array.from({ length: 50 }, (_, i) => `text ${i}`);
  await assert.rejects(
    encoder.encode(texts, (at) => done.push(at), going),
    /answered 400 \("full"\)/,
  );
  assert.equal(done.length, 2);
  assert.ok(asked.length < 10, "the rest was not asked");
});

test("a stop ends it as interrupted", async (t) => {
  const { encoder } = await encoderAt(t, "ollama", () => {}, 1);
  const stop = new AbortController();
  const work = encoder.encode(["a", "b", "c"], () => assert.fail("none is done"), stop.signal);
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(work, (error) => error instanceof HglError && error.code === "interrupted");
});
