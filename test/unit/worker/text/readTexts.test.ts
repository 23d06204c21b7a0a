import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Dataset } from "../../../../src/model/data/dataset";
import { readTexts } from "../../../../src/worker/text/readTexts";

const root = mkdtempSync(join(tmpdir(), "hgl-read-"));
after(() => rmSync(root, { recursive: true, force: true }));

const clip = (id: string, label: number) => ({ id, label }) as Dataset["clips"][number];
const DATA = { name: "two", classes: ["throw", "sit"], clips: [clip("a", 0), clip("b", 1), clip("c", 1)] };

function written(name: string, content: string): string {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
}
const bank = (classes: object) => JSON.stringify({ format: 1, dataset: "two", written: "for a test", classes });

test("the names alone describe each class once, and are no leak", () => {
  const read = readTexts({ source: "names", file: null, level: "class" }, DATA);
  assert.deepEqual(read, { texts: ["throw", "sit"], owners: ["throw", "sit"], warnings: [] });
});

test("a bank gives each class its texts, in the order of the classes; leaks and strange names are told", () => {
  const file = written("own.json", bank({ sit: ["hips go down"], throw: ["an arm swings", "she threw it"], jump: ["x"] })); // prettier-ignore
  const { texts, owners, warnings } = readTexts({ source: "file", file, level: "class" }, DATA);
  assert.deepEqual(owners, ["throw", "throw", "sit"]);
  assert.deepEqual(texts, ["an arm swings", "she threw it", "hips go down"]);
  assert.match(warnings.join("\n"), /no class "jump", so 1 entry is not used/);
  assert.match(warnings.join("\n"), /Description 2 of "throw" may name its class: "threw"/);
});

test("a class without a description is refused by name", () => {
  const file = written("half.json", bank({ throw: ["an arm swings"] }));
  assert.throws(() => readTexts({ source: "file", file, level: "class" }, DATA), /half\.json: the class "sit" of two has no description/); // prettier-ignore
});

test("clips are described one by one; those without a text and samples of elsewhere are counted", () => {
  const lines = [{ sample: "c", text: "hips go down" }, { sample: "a", text: "a throwing arm" }, { sample: "z", text: "?" }]; // prettier-ignore
  const file = written("clips.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const { texts, owners, warnings } = readTexts({ source: "file", file, level: "clip" }, DATA);
  assert.deepEqual(owners, ["a", "c"]);
  assert.deepEqual(texts, ["a throwing arm", "hips go down"]);
  assert.match(warnings[0]!, /^1 clip has no description/);
  assert.match(warnings[1]!, /^1 sample of .* is no clip of two/);
  assert.match(warnings[2]!, /Description 1 of "a" may name its class "throw": "throwing"/);
});

test("a file for another data set is refused with both names", () => {
  const file = written("other.jsonl", JSON.stringify({ sample: "S001", text: "x" }));
  assert.throws(() => readTexts({ source: "file", file, level: "clip" }, DATA), /none of its 1 sample \(first "S001"\) is a clip of two \(first "a"\)/); // prettier-ignore
});
