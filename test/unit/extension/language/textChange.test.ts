import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { textChange } from "../../../../src/extension/language/textChange";
import { applied } from "../../../../src/notebook/index";

test("only what differs is changed", () => {
  assert.equal(textChange("a: 1\nb: 2\n", "a: 1\nb: 2\n"), null);
  assert.deepEqual(textChange("a:  1\nb: 2\n", "a: 1\nb: 2\n"), { offset: 3, length: 1, text: "" });
  assert.deepEqual(textChange("a: 1", "a: 1\n"), { offset: 4, length: 0, text: "\n" });
});

test("a change applied gives the other text, and begins and ends between characters", () => {
  const text = fc
    .array(fc.constantFrom("a", " ", "\n", "\r\n", "🦴", "🦶", "x: 1", "ü"), { maxLength: 12 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = textChange(before, after);
      if (change === null) return assert.equal(before, after);
      assert.equal(applied(before, change), after);
      for (const at of [change.offset, change.offset + change.length])
        assert.doesNotMatch(`${before[at - 1] ?? ""}${before[at] ?? ""}`, /^(\r\n|[\ud800-\udbff][\udc00-\udfff])$/);
      assert.doesNotMatch(change.text, /^[\udc00-\udfff]|[\ud800-\udbff]$/);
    }),
    { numRuns: 2000 },
  );
});
