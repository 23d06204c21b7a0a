import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkConfusion } from "../../../../src/common/payloads/confusion";
import {
  accuracyOf,
  orderClasses,
  recalls,
  rowShares,
  topConfusedPairs,
} from "../../../../src/common/payloads/confusionOrder";

const good = {
  kind: "confusion",
  version: 1,
  title: "t",
  partition: "test",
  evaluations: 1,
  classes: ["b", "A", "c"],
  counts: [
    [2, 1, 1],
    [0, 0, 0],
    [5, 0, 5],
  ],
};

test("a good payload is copied", () => {
  const check = checkConfusion(good);
  assert.ok(check.ok);
  assert.deepEqual(check.payload, good);
  assert.notEqual(check.payload.counts[0], good.counts[0]);
});

test("hostile payloads are refused with their reason", () => {
  const cases: [unknown, RegExp][] = [
    [null, /not an object/],
    [[good], /not an object/],
    ["x", /not an object/],
    [Object.create(good), /kind is undefined/],
    [JSON.parse('{"__proto__":{"kind":"confusion"}}'), /kind is undefined/],
    [{ ...good, version: 2 }, /version 2/],
    [{ ...good, title: { toString: 1 } }, /title/],
    [{ ...good, partition: "constructor" }, /"constructor"/],
    [{ ...good, evaluations: 0 }, /evaluations/],
    [{ ...good, classes: [] }, /no classes/],
    [{ ...good, classes: new Array(5000) }, /5000 classes/],
    [{ ...good, classes: ["a", "b", 3] }, /class 3/],
    [{ ...good, classes: ["a", "b", "x".repeat(5000)] }, /class 3/],
    [{ ...good, counts: good.counts.slice(1) }, /3 rows/],
    [
      {
        ...good,
        counts: [
          [1, 2],
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      /row 1/,
    ],
    [
      {
        ...good,
        counts: [
          [1, 2, NaN],
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      /counts\[0\]\[2\] is NaN/,
    ],
    [
      {
        ...good,
        counts: [
          [1, 2, -1],
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      /is -1/,
    ],
    [
      {
        ...good,
        counts: [
          [1, 2, 1e300],
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      /is 1e\+300/,
    ],
    [
      {
        ...good,
        counts: [
          [1, 2, "3"],
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      /is "3"/,
    ],
    [{ ...good, counts: [new Array(3), [0, 0, 0], [0, 0, 0]] }, /is undefined/],
  ];
  for (const [value, reason] of cases) {
    const check = checkConfusion(value);
    assert.ok(!check.ok);
    assert.match(check.reason, reason);
  }
});

test("no value makes the guard throw, and what it passes is square", () => {
  fc.assert(
    fc.property(
      fc.record({
        ...Object.fromEntries(
          Object.entries(good).map(([key, value]) => [key, fc.oneof(fc.constant(value), fc.anything())]),
        ),
      }),
      (value) => {
        const check = checkConfusion(value);
        if (check.ok) assert.ok(check.payload.counts.length === check.payload.classes.length);
        else assert.ok(check.reason.length > 0);
      },
    ),
  );
});

test("shares, recalls, accuracy, orders and pairs follow from the counts", () => {
  assert.deepEqual(rowShares(good.counts), [
    [0.5, 0.25, 0.25],
    [0, 0, 0],
    [0.5, 0, 0.5],
  ]);
  assert.deepEqual(recalls(good.counts), [0.5, null, 0.5]);
  assert.equal(accuracyOf(good.counts), 0.5);
  assert.equal(accuracyOf([[0]]), null);
  assert.deepEqual(orderClasses(good.counts, good.classes, "data"), [0, 1, 2]);
  assert.deepEqual(orderClasses(good.counts, good.classes, "name"), [1, 0, 2]);
  assert.deepEqual(orderClasses(good.counts, good.classes, "error"), [0, 2, 1]);
  assert.deepEqual(topConfusedPairs(good.counts, 2), [
    { truth: 2, predicted: 0, count: 5, share: 0.5 },
    { truth: 0, predicted: 1, count: 1, share: 0.25 },
  ]);
});
