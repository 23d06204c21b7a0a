import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { parseClipDescriptions } from "../../../../../src/worker/text/descriptions";
import { KeptDescriptions } from "../../../../../src/worker/text/video/keptDescriptions";

const MAKING = { describer: "chat m at http://localhost/v1", prompt: "0a", frames: 16 };
const one = (sample: string, text = `${sample} moves.`, video = "ff") => ({
  sample,
  text,
  video,
  stamp: { bytes: 10, modified: 1.5 },
  tokens: { input: 3, output: null },
});

function fileIn(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "hgl-kept-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "deep", "x.jsonl");
}

test("what was appended is there again, and is a file of clip descriptions", (t) => {
  const path = fileIn(t);
  const kept = new KeptDescriptions(path, MAKING);
  kept.append(one("a"));
  kept.append(one("b\n\u2028", 'says "x"'));
  kept.close();
  const again = new KeptDescriptions(path, MAKING);
  assert.deepEqual(again.of("a"), { ...one("a"), ...MAKING });
  assert.equal(again.of("c"), undefined);
  const read = parseClipDescriptions(readFileSync(path, "utf8"), path);
  assert.deepEqual([...read], [["a", ["a moves."]], ["b\n\u2028", ['says "x"']]]); // prettier-ignore
});

test("a torn tail and damaged lines are cut out, and the file is whole again", (t) => {
  const path = fileIn(t);
  const kept = new KeptDescriptions(path, MAKING);
  for (const sample of ["a", "b", "c"]) kept.append(one(sample));
  kept.close();
  const whole = readFileSync(path, "utf8");
  const lines = whole.split("\n");
  for (const damage of [
    whole + whole.slice(0, 60),
    `${lines[0]}\nnope\n{}\n${lines[1]}\n${lines[2]}`,
    `${whole}\0\0\0`,
  ]) {
    writeFileSync(path, damage);
    const opened = new KeptDescriptions(path, MAKING);
    assert.deepEqual(["a", "b", "c"].map((sample) => opened.of(sample)?.text), ["a moves.", "b moves.", "c moves."]); // prettier-ignore
    assert.equal(readFileSync(path, "utf8"), whole);
    opened.append(one("d"));
    opened.close();
    assert.equal(parseClipDescriptions(readFileSync(path, "utf8"), path).size, 4);
  }
  assert.deepEqual(readdirSync(join(path, "..")), ["x.jsonl"], "no temporary file stays");
});

test("lines of another making do not count, and the last of two does", (t) => {
  const path = fileIn(t);
  const kept = new KeptDescriptions(path, MAKING);
  kept.append(one("a", "first."));
  kept.append(one("a", "second."));
  kept.close();
  appendFileSync(path, `${JSON.stringify({ ...one("b"), ...MAKING, frames: 8 })}\n`);
  const again = new KeptDescriptions(path, MAKING);
  assert.equal(again.of("a")?.text, "second.");
  assert.equal(again.of("b"), undefined);
  assert.equal(readFileSync(path, "utf8").trim().split("\n").length, 1);
});
