import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { cachedEncoder, vectorFile } from "../../../../src/worker/text/cachedEncoder";
import type { EncodedText } from "../../../../src/worker/text/textEncoder";
import { LetterEncoder } from "./madeUpTexts";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hgl-cached-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const texts = ["an arm rises", "a leg rises", "somebody sits down"];

async function encodedBy(
  inner: LetterEncoder,
  some: readonly string[],
  onDone: (at: number) => void = () => {},
  stop = new AbortController().signal,
): Promise<EncodedText[]> {
  const rows: EncodedText[] = [];
  const encoder = cachedEncoder(inner, folder);
  try {
    const done = (at: number, one: EncodedText): void => {
      rows[at] = one;
      onDone(at);
    };
    await encoder.encode(some, done, stop);
  } finally {
    await encoder.close();
  }
  return rows;
}

for (const withTokens of [false, true])
  test(`a text is encoded once and comes back bit by bit, ${withTokens ? "with" : "without"} token features`, async () => {
    const first = new LetterEncoder("letters 1", withTokens);
    const rows = await encodedBy(first, texts);
    assert.ok(first.closed);
    const second = new LetterEncoder("letters 1", withTokens);
    assert.deepEqual(await encodedBy(second, ["new", ...texts.toReversed()]), [
      ...(await encodedBy(new LetterEncoder("letters 1", withTokens), ["new"])),
      ...rows.toReversed(),
    ]);
    assert.deepEqual(second.asked, ["new"]);
  });

test("within one sitting a text is encoded once as well", async () => {
  const inner = new LetterEncoder();
  const encoder = cachedEncoder(inner, folder);
  for (let time = 0; time < 2; time++) await encoder.encode(texts, () => {}, new AbortController().signal);
  await encoder.close();
  assert.deepEqual(inner.asked, texts);
});

test("another encoder's vectors are never taken, however alike the names are", async () => {
  await encodedBy(new LetterEncoder("letters 1"), texts);
  const other = new LetterEncoder("letters/1");
  await encodedBy(other, texts);
  assert.deepEqual(other.asked, texts);
  assert.equal(readdirSync(join(folder, "cache")).length, 2);
  assert.match(basename(vectorFile(folder, "http://host:1/v1 name")), /^http-host-1-v1-name-[0-9a-f]{12}\.vectors$/);
});

test("what was encoded before a stop stays, and the next time only the rest is encoded", async () => {
  const stopping = new AbortController();
  const stopped = encodedBy(new LetterEncoder(), texts, (at) => at === 1 && stopping.abort(), stopping.signal);
  await assert.rejects(stopped, (error) => error instanceof HglError && error.code === "interrupted");
  const again = new LetterEncoder();
  assert.equal((await encodedBy(again, texts)).length, 3);
  assert.deepEqual(again.asked, texts.slice(2));
  await assert.rejects(
    encodedBy(again, texts, () => assert.fail(), AbortSignal.abort()),
    /stopped/,
  );
});
