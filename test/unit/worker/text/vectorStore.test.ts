import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { HglError } from "../../../../src/common/errors";
import type { EncodedText } from "../../../../src/worker/text/textEncoder";
import { encodeRecord, textKey } from "../../../../src/worker/text/vectorRecord";
import { VectorStore } from "../../../../src/worker/text/vectorStore";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hgl-vectors-"));
  path = join(folder, "cache", "made up.vectors");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const encoded = (first: number, tokens = 0): EncodedText => ({
  sentence: Float32Array.of(first, -0, Number.MIN_VALUE),
  tokens: tokens === 0 ? null : Float32Array.from({ length: 3 * tokens }, (_, i) => first / (i + 1)),
});
const texts: readonly (readonly [string, EncodedText])[] = [
  ["an arm rises", encoded(1)],
  ["", encoded(2, 1)],
  ["\ud800 HGLV", encoded(3, 4)],
  ["\ud801 HGLV", encoded(4)],
];

/** Opens, does something and closes. */
function opened<T>(act: (store: VectorStore) => T): T {
  const store = VectorStore.open(path);
  try {
    return act(store);
  } finally {
    store.close();
  }
}

const write = (some = texts): void => opened((store) => some.forEach(([text, one]) => store.put(text, one)));
/** Which of the texts are found; what is found must be what was put. */
const found = (): string[] =>
  opened((store) =>
    texts.flatMap(([text, one]) => {
      const known = store.get(text);
      if (known) assert.deepEqual(known, one);
      return known ? [text] : [];
    }),
  );
const all = texts.map(([text]) => text);

test("what is put is found again bit by bit, over several sittings and by who has the file open already", () => {
  opened((reader) => {
    write(texts.slice(0, 2));
    write(texts.slice(2));
    assert.equal(reader.get(all[0]!), undefined);
    reader.refresh();
    assert.deepEqual(reader.get(all[2]!), texts[2]![1]);
    assert.equal(reader.get("a leg rises"), undefined);
  });
  assert.deepEqual(found(), all);
});

test("the newest vectors of a text count", () => {
  write();
  opened((store) => store.put(all[0]!, encoded(9)));
  assert.deepEqual(
    opened((store) => store.get(all[0]!)),
    encoded(9),
  );
});

test("a file cut at any byte loses the torn record only, which is cut off, and takes new ones", () => {
  write();
  const whole = readFileSync(path);
  const ends = texts.map((_, i) =>
    texts.slice(0, i + 1).reduce((sum, [text, one]) => sum + encodeRecord(textKey(text), one).length, 0),
  );
  assert.equal(ends.at(-1), whole.length);
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const kept = ends.filter((end) => end <= length).length;
    assert.deepEqual(found(), all.slice(0, kept));
    assert.equal(readFileSync(path).length, ends[kept - 1] ?? 0);
    write(texts.slice(kept));
    assert.deepEqual(found(), all);
  }
});

test("a flipped bit anywhere costs its own record only, and the text can be put again", () => {
  write();
  const whole = readFileSync(path);
  const first = encodeRecord(textKey(all[0]!), texts[0]![1]).length;
  const second = first + encodeRecord(textKey(""), texts[1]![1]).length;
  for (let at = first; at < second; at++)
    for (const bit of [1, 128]) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= bit;
      writeFileSync(path, damaged);
      assert.deepEqual(found(), [all[0], ...all.slice(2)], `bit ${bit} of byte ${at - first}`);
      write(texts.slice(1, 2));
      assert.deepEqual(found(), all);
    }
});

test("whatever stands between records is passed over", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 120 }), { minLength: 5, maxLength: 5 }), (rubbish) => {
      write([]);
      writeFileSync(path, "");
      texts.forEach(([text, one], i) => {
        appendFileSync(path, rubbish[i]!);
        appendFileSync(path, i % 2 ? "HGLVHGL" : encodeRecord(textKey("torn"), encoded(5, 2)).subarray(0, 60));
        appendFileSync(path, encodeRecord(textKey(text), one));
      });
      appendFileSync(path, rubbish[4]!);
      assert.deepEqual(found(), all);
    }),
    { numRuns: 60 },
  );
});

test("vectors that were changed or taken away while the file is open are not given out", () => {
  write();
  opened((store) => {
    const damaged = readFileSync(path);
    damaged[50]! ^= 1;
    writeFileSync(path, damaged, { flag: "r+" });
    assert.equal(store.get(all[0]!), undefined);
    assert.deepEqual(store.get(all[1]!), texts[1]![1]);
    fs.truncateSync(path, 100);
    assert.equal(store.get(all[3]!), undefined);
    store.refresh();
    store.put(all[0]!, encoded(1));
    store.refresh();
    assert.deepEqual(store.get(all[0]!), encoded(1));
  });
});

/** Appends texts of its own and some that all append. */
const WRITER = `
import { VectorStore } from ${JSON.stringify(fileURLToPath(new URL("../../../../src/worker/text/vectorStore.ts", import.meta.url)))};
const [path, name] = process.argv.slice(1);
const store = VectorStore.open(path);
for (let i = 0; i < 200; i++)
  for (const text of [name + i, "shared " + i]) store.put(text, { sentence: new Float32Array(4000).fill(i), tokens: null });
store.close();
`;

test("two processes append at once, and nothing of either is lost", async () => {
  const names = ["one ", "two "];
  const children = names.map((name) =>
    spawn(process.execPath, ["--import=tsx", "--input-type=module", "-e", WRITER, path, name], { stdio: "inherit" }),
  );
  const codes = await Promise.all(children.map(async (child) => ((await once(child, "exit")) as [number])[0]));
  assert.deepEqual(codes, [0, 0]);
  opened((store) => {
    for (const name of [...names, "shared "])
      for (let i = 0; i < 200; i++) assert.equal(store.get(name + String(i))?.sentence[3999], i, name + String(i));
  });
});

test("a full disk is said so, with the file, and what was written before stays", () => {
  const full = (): never => {
    throw Object.assign(new Error("full"), { code: "ENOSPC" });
  };
  write(texts.slice(0, 1));
  const store = VectorStore.open(path, { ...fs, writeSync: full });
  assert.throws(
    () => store.put("a", encoded(1)),
    (error) => error instanceof HglError && error.code === "disk" && error.message.includes(path),
  );
  store.close();
  assert.deepEqual(found(), all.slice(0, 1));
  assert.throws(() => VectorStore.open(join(path, "below a file")), HglError);
});
