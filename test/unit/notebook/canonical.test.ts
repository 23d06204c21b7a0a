import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalJson } from "../../../src/notebook/canonical";

test("equal values have one text, whatever the order of their keys", () => {
  assert.equal(
    canonicalJson({ b: [1, -0, 0.1], a: { d: null, c: "é\n" }, e: undefined }),
    '{"a":{"c":"é\\n","d":null},"b":[1,0,0.1]}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      assert.equal(canonicalJson(JSON.parse(text)), text);
      assert.equal(canonicalJson(turned(value)), text);
    }),
  );
});

test("what JSON cannot say is refused rather than changed", () => {
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  for (const value of [NaN, Infinity, undefined, () => 1, 1n, circle, [undefined], new Map(), new Float32Array(2)]) {
    assert.throws(() => canonicalJson(value), TypeError);
  }
});

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  );
}
