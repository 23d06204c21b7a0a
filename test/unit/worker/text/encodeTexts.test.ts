import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { encodeTexts } from "../../../../src/worker/text/encodeTexts";
import { readTexts, textFile, textsFor, textsOfRun, writeTexts } from "../../../../src/worker/text/textFile";
import { LetterEncoder } from "./madeUpTexts";

const TEXTS = ["an arm rises", "the knee bends", "an arm rises", "both hands meet in front"];
const OWNERS = ["wave", "kick", "wave", "clap"];
const stop = new AbortController().signal;
const encoded = (centre = true, tokens = false) =>
  encodeTexts({ texts: TEXTS, owners: OWNERS }, { level: "class", centre }, new LetterEncoder("letters 1", tokens), {
    stop,
  });

test("a text that stands twice is encoded once, and how far it is is told", async () => {
  const encoder = new LetterEncoder();
  const shares: number[] = [];
  const onShare = (share: number) => shares.push(share);
  const texts = await encodeTexts({ texts: TEXTS, owners: OWNERS }, { level: "class", centre: false }, encoder, { stop, onShare }); // prettier-ignore
  assert.deepEqual(encoder.asked, [TEXTS[0], TEXTS[1], TEXTS[3]]);
  assert.equal(shares.length, 3);
  assert.equal(shares.at(-1), 1);
  assert.equal(texts.centre, null);
  assert.deepEqual([...texts.sentences.subarray(0, 3)], [...texts.sentences.subarray(6, 9)]);
});

test("tokens are padded to the longest text", async () => {
  const { tokens } = await encoded(true, true);
  assert.equal(tokens!.most, 5);
  assert.deepEqual([...tokens!.lengths], [3, 3, 3, 5]);
  assert.deepEqual([...tokens!.values.subarray(9, 15)], [0, 0, 0, 0, 0, 0]);
});

test("an encoder that gives nonsense is named with the text", async () => {
  const encoder = new LetterEncoder("broken 1");
  encoder.encode = async (texts, done) => texts.forEach((_, at) => done(at, { sentence: Float32Array.of(NaN), tokens: null })); // prettier-ignore
  await assert.rejects(
    encodeTexts({ texts: TEXTS, owners: OWNERS }, { level: "class", centre: true }, encoder, { stop }),
    (error) => error instanceof HglError && /broken 1 gave no usable vector for "an arm rises"/.test(error.message),
  );
});

test("encoded texts come back from disk as they were, by the numbers of any data set's classes", async () => {
  const root = mkdtempSync(join(tmpdir(), "hgl-text-"));
  try {
    const folder = join(root, ".hgl", "text");
    for (const texts of [await encoded(), await encoded(false), await encoded(true, true)]) {
      const hash = writeTexts(folder, texts);
      assert.deepEqual(readTexts(folder, hash), texts);
      assert.equal(writeTexts(folder, texts), hash);
      const { rowsOf } = textsFor(texts, { classes: ["kick", "sit", "wave"] });
      assert.deepEqual([...rowsOf].sort(), [[0, [1]], [2, [0, 2]]]); // prettier-ignore
    }
    assert.equal(readdirSync(folder).length, 3);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("vectors that are missing or damaged are never taken for a run's", async () => {
  const root = mkdtempSync(join(tmpdir(), "hgl-text-"));
  try {
    const folder = join(root, ".hgl", "text");
    const run = join(root, ".hgl", "runs", "0123456789ab");
    const hash = writeTexts(folder, await encoded());
    const dataset = { classes: ["wave", "kick", "clap"] };
    assert.equal(textsOfRun({ textHash: hash }, dataset, run).rowsOf.size, 3);
    const bytes = readFileSync(textFile(folder, hash));
    for (let at = 0; at < bytes.length; at += 37) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      writeFileSync(textFile(folder, hash), changed);
      assert.throws(() => textsOfRun({ textHash: hash }, dataset, run), /its content is not what its name says/);
    }
    rmSync(textFile(folder, hash));
    const says = /the encoded descriptions of this run are missing; run the text cell again/;
    assert.throws(() => textsOfRun({ textHash: hash }, dataset, run), says);
    assert.throws(() => textsOfRun({}, dataset, run), says);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
