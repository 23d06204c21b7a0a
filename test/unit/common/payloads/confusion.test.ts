import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeBase64, int16Bytes } from "../../../../src/common/payloads/base64";
import { checkConfusion, countsOf } from "../../../../src/common/payloads/confusion";
import { clipsInCell, flipsOf } from "../../../../src/common/payloads/confusionClips";
import { classChanges, orderChanges, shareChanges, signed } from "../../../../src/common/payloads/confusionChange";
import {
  accuracyOf,
  clusterClasses,
  orderClasses,
  recalls,
  rowShares,
  topConfusedPairs,
} from "../../../../src/common/payloads/confusionOrder";

const good = {
  kind: "confusion",
  version: 2,
  title: "t",
  partition: "test",
  cell: "base",
  evaluations: 1,
  classes: ["b", "A", "c"],
  clips: null,
  minus: null,
  predictions: [],
  counts: [
    [2, 1, 1],
    [0, 0, 0],
    [5, 0, 5],
  ],
};

const packed = (...numbers: number[]): string => encodeBase64(int16Bytes(numbers));

/** Six clips of three classes; two seeds of #now and three of #old. */
const TRUTH = [0, 0, 1, 1, 2, 2];
const NOW = [
  [0, 1, 1, 1, 2, 0],
  [0, 0, 1, 2, 2, 0],
];
const OLD = [
  [1, 0, 1, 1, 0, 2],
  [1, 0, 2, 1, 0, 2],
  [0, 0, 1, 1, 2, 1],
];
const side = (cell: string, all: readonly (readonly number[])[]) => ({
  cell,
  evaluations: all.length,
  counts: countsOf(
    3,
    TRUTH,
    all.map((classes) => ({ classes })),
  ),
  predictions: all.map((classes, i) => ({ run: `${cell}-${i}`, seed: i + 1, classes: packed(...classes) })),
});
const told = { ...good, ...side("now", NOW), clips: { ids: ["a", "b", "c", "d", "e", "f"], truth: packed(...TRUTH) } };
const difference = { ...told, minus: side("old", OLD) };

function read(value: unknown) {
  const check = checkConfusion(value);
  assert.ok(check.ok, check.ok ? "" : check.reason);
  return check.payload;
}

test("a good payload is copied", () => {
  const check = checkConfusion(good);
  assert.ok(check.ok);
  assert.deepEqual(check.payload, good);
  assert.notEqual(check.payload.counts[0], good.counts[0]);
});

test("clips come with their classes decoded, and only where the counts say the same", () => {
  const payload = read(difference);
  assert.deepEqual([...payload.clips!.truth], TRUTH);
  assert.deepEqual([...payload.minus!.predictions[2]!.classes], OLD[2]);
  const spoilt: [unknown, RegExp][] = [
    [{ ...told, counts: good.counts }, /counts\[0\]\[0\] is 2, and the predictions say 3/],
    [{ ...difference, minus: { ...difference.minus, counts: told.counts } }, /minus\.counts\[0\]\[0\] is 3/],
    [{ ...told, predictions: [] }, /predictions has 0 items for 2 evaluations/],
    [{ ...good, predictions: told.predictions }, /predictions has 2 items, more than 0/],
    [{ ...told, clips: { ...told.clips, ids: ["a"] } }, /clips\.truth is longer than 11/],
    [{ ...told, clips: { ...told.clips, truth: packed(0, 0, 1, 1, 2, 3) } }, /clips\.truth holds 3, and there are 3/],
    [{ ...told, clips: { ...told.clips, truth: "x" } }, /clips\.truth is not the base64 of 6 numbers/],
    [{ ...told, clips: { ...told.clips, truth: packed(0, 0, 1, 1, 2, -1) } }, /clips\.truth holds -1/],
    [{ ...told, clips: { ids: new Array(2 ** 16 + 1), truth: "" } }, /ids has 65537 items/],
    [{ ...told, predictions: [{ ...told.predictions[0], classes: 7 }, {}] }, /classes is 7, not a text/],
  ];
  for (const [value, reason] of spoilt) {
    const check = checkConfusion(value);
    assert.ok(!check.ok);
    assert.match(check.reason, reason);
  }
});

test("a cell's clips are those that any seed put there, most often first, with a run that did", () => {
  const from = (cell: string, run: string) => ({ cell, run });
  assert.deepEqual(clipsInCell(read(told), 0, 0), [
    { id: "a", hits: 2, hitsBefore: 0, from: from("now", "now-0") },
    { id: "b", hits: 1, hitsBefore: 0, from: from("now", "now-1") },
  ]);
  assert.deepEqual(clipsInCell(read(difference), 0, 1), [
    { id: "a", hits: 0, hitsBefore: 2, from: from("old", "old-0") },
    { id: "b", hits: 1, hitsBefore: 0, from: from("now", "now-0") },
  ]);
  assert.deepEqual(clipsInCell(read(good), 0, 0), []);
});

test("a clip flips by the majority of the seeds on either side; half of them is none", () => {
  assert.deepEqual(flipsOf(read(difference)), {
    gained: [
      { id: "a", truth: 0, before: 1, now: 0, run: "now-0" },
      { id: "e", truth: 2, before: 0, now: 2, run: "now-0" },
    ],
    lost: [
      { id: "b", truth: 0, before: 0, now: 1, run: "now-0" },
      { id: "d", truth: 1, before: 1, now: 2, run: "now-1" },
      { id: "f", truth: 2, before: 2, now: 0, run: "now-0" },
    ],
  });
  assert.equal(flipsOf(read(told)), null);
});

test("a difference is in points of each class and clips of one seed, the largest loss first", () => {
  const { minus, ...now } = read(difference);
  const changes = classChanges(now, minus!);
  assert.deepEqual(
    changes.map(({ change, clips }) => [change.toFixed(4), clips.toFixed(4)]),
    [
      ["0.0833", "0.1667"],
      ["-0.0833", "-0.1667"],
      ["0.0000", "0.0000"],
    ],
  );
  assert.deepEqual(orderChanges(now, minus!, good.classes, "change"), [1, 2, 0]);
  for (const row of shareChanges(now, minus!)) assert.ok(Math.abs(row.reduce((sum, one) => sum + one, 0)) < 1e-12);
  assert.deepEqual([signed(1.26), signed(-3), signed(-0.04), signed(12.4, 0)], ["+1.3", "−3.0", "0.0", "+12"]);
});

test("hostile payloads are refused with their reason", () => {
  const cases: [unknown, RegExp][] = [
    [null, /not an object/],
    [[good], /not an object/],
    ["x", /not an object/],
    [Object.create(good), /kind is undefined/],
    [JSON.parse('{"__proto__":{"kind":"confusion"}}'), /kind is undefined/],
    [{ ...good, version: 1 }, /version is 1, not 2/],
    [{ ...good, title: { toString: 1 } }, /title/],
    [{ ...good, partition: "constructor" }, /"constructor"/],
    [{ ...good, evaluations: 0 }, /evaluations/],
    [{ ...good, classes: [] }, /no classes/],
    [{ ...good, classes: new Array(5000) }, /classes has 5000 items/],
    [{ ...good, classes: ["a", "b", 3] }, /classes\[2\] is not a text/],
    [{ ...good, classes: ["a", "b", "x".repeat(5000)] }, /classes\[2\] is not a text/],
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
      /counts\[0\] does not have 3 entries/,
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
  assert.deepEqual(orderClasses(good.counts, good.classes, "cluster"), [...clusterClasses(good.counts).order]);
  assert.deepEqual(topConfusedPairs(good.counts, 2), [
    { truth: 2, predicted: 0, count: 5, share: 0.5 },
    { truth: 0, predicted: 1, count: 1, share: 0.25 },
  ]);
});
