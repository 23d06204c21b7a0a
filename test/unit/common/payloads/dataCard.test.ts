import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkDataCard } from "../../../../src/common/payloads/dataCard";
import { dataCardPayload } from "../../renderers/payloads";

const good = dataCardPayload(3);

test("a good payload comes back as its copy, and without what it should not have", () => {
  const check = checkDataCard({ ...good, more: "x" });
  assert.ok(check.ok);
  assert.deepEqual(check.payload, good);
  assert.notEqual(check.payload.classes, good.classes);
  const bare = { ...good, split: null, source: null, license: null, contentHash: null, subjects: [], views: [] };
  const again = checkDataCard(bare);
  assert.ok(again.ok);
  assert.deepEqual(again.payload, bare);
});

test("hostile payloads are refused with their reason", () => {
  const cases: [unknown, RegExp][] = [
    [null, /not an object/],
    [[], /not an object/],
    [{ ...good, kind: "confusion" }, /kind is "confusion"/],
    [{ ...good, version: 1 }, /version is 1/],
    [{ ...good, name: 7 }, /name is 7, not a text/],
    [{ ...good, name: "x".repeat(5000) }, /name is longer than 4096/],
    [{ ...good, classes: [] }, /there are no classes/],
    [{ ...good, classes: new Array(10_001) }, /classes has 10001 items/],
    [{ ...good, classes: [{ name: "a", clips: -1 }] }, /classes\[0\]\.clips is -1/],
    [{ ...good, classes: [{ name: "a", clips: 1.5 }] }, /classes\[0\]\.clips is 1\.5/],
    [{ ...good, classes: [{ name: "a", clips: 1, example: 7 }] }, /classes\[0\]\.example is 7, not a text/],
    [{ ...good, cell: null }, /cell is object, not a text/],
    [{ ...good, clips: Infinity }, /clips is Infinity/],
    [{ ...good, frames: "9" }, /frames is "9"/],
    [{ ...good, split: { ...good.split, by: "camera" } }, /split\.by is "camera", not one of subject, view/],
    [{ ...good, split: { ...good.split, test: NaN } }, /split\.test is NaN/],
    [{ ...good, lengths: undefined }, /lengths is not an object/],
    [{ ...good, lengths: { ...good.lengths, histogram: {} } }, /lengths\.histogram is object/],
    [{ ...good, warnings: [{}] }, /warnings\[0\] is not a text/],
    [JSON.parse(`{"__proto__":${JSON.stringify(good)}}`), /kind is undefined/],
  ];
  for (const [value, reason] of cases) {
    const check = checkDataCard(value);
    assert.ok(!check.ok);
    assert.match(check.reason, reason);
  }
});

test("no value makes the guard throw", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(good)), fc.anything(), (field, value) => {
      checkDataCard({ ...good, [field]: value });
      checkDataCard(value);
    }),
  );
});
