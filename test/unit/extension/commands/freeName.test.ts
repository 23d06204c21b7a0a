import assert from "node:assert/strict";
import { test } from "node:test";
import { freeName, stemOf } from "../../../../src/extension/commands/freeName";

test("the first number that is free, in any spelling of the name", () => {
  assert.equal(freeName("first-run", new Set(["first-run.hgl.md"])), "first-run-2.hgl.md");
  assert.equal(freeName("first-run", new Set(["First-Run-2.HGL.md", "first-run-3.hgl.md"])), "first-run-4.hgl.md");
  assert.equal(freeName("Untitled", new Set(), 1), "Untitled-1.hgl.md");
});

test("a stem is the name without its ending", () => {
  assert.equal(stemOf("a.b.hgl.md"), "a.b");
  assert.equal(stemOf("A.HGL.MD"), "A");
  assert.equal(stemOf("notes.md"), "notes.md");
});
