import assert from "node:assert/strict";
import { test } from "node:test";
import { freshId, ownersOf, readingOf } from "../../../../src/notebook/language/sheet";
import { sheetOf } from "./marked";

test("a source that was read before is not read again, whichever notebook it stands in", () => {
  const [first, second] = [sheetOf(["model #a\ndropout: 0.1"]), sheetOf(["data #d", "model #b\ndropout: 0.1"])];
  const reading = readingOf(first, ownersOf(first).get("a")!);
  assert.equal(readingOf(second, ownersOf(second).get("b")!), reading);
  const other = sheetOf(["model #a\ndropout: 0.1"], { defaults: { model: { cts: "lse" } } });
  assert.notEqual(readingOf(other, ownersOf(other).get("a")!), reading);
  assert.deepEqual(readingOf(other, ownersOf(other).get("a")!)!.merged, { cts: "lse", dropout: 0.1 });
});

test("the first of the cells that share an id owns it", () => {
  assert.equal(ownersOf(sheetOf(["model #m", "data #m"])).get("m")!.kind, "model");
});

test("fresh ids", () => {
  const sheet = sheetOf(["data #d", "data #data", "data #data2", "model #v1-2"]);
  assert.equal(freshId(sheet, "x"), "x");
  assert.equal(freshId(sheet, "data"), "data3");
  assert.equal(freshId(sheet, "data2"), "data3");
  assert.equal(freshId(sheet, "v1-2"), "v1-3");
  assert.equal(freshId(sheet, "no id"), "cell");
});
