import assert from "node:assert/strict";
import { test } from "node:test";
import { wrapped } from "../../../../src/extension/running/wrapped";

test("a long sentence is broken at blanks, and nothing of it is lost", () => {
  const sentence = Array.from({ length: 60 }, (_, i) => "x".repeat(1 + (i % 17))).join(" ");
  const lines = wrapped(sentence, 40);
  assert.ok(lines.length > 1 && lines.every((line) => line.length <= 40));
  assert.equal(lines.join(" "), sentence);
});

test("a word longer than a line stands alone, and breaks of the text stay", () => {
  assert.deepEqual(wrapped("see /a/very/long/path now", 10), ["see", "/a/very/long/path", "now"]);
  assert.deepEqual(wrapped("one\n\ntwo", 10), ["one", "", "two"]);
  assert.deepEqual(wrapped(""), [""]);
});
