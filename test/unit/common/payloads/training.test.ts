import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  checkRunDelta,
  checkRunView,
  checkTraining,
  MOST_POINTS,
  MOST_RUNS,
} from "../../../../src/common/payloads/training";
import { epochPoint, runDelta, runView, stepPoint, trainingPayload } from "../../renderers/payloads";

const good = trainingPayload(runView(25), runView(0, { state: "queued", folder: "/b", etaSeconds: null }));

test("a good payload is copied, and survives a second check", () => {
  const check = checkTraining(good);
  assert.ok(check.ok);
  assert.deepEqual(check.payload, good);
  assert.notEqual(check.payload.runs[0]!.steps[0], good.runs[0]!.steps[0]);
  assert.deepEqual(checkTraining(check.payload), check);
  const delta = runDelta(25, 31, { cutAfter: 25 });
  assert.deepEqual(checkRunDelta(delta), { ok: true, payload: delta });
});

test("hostile payloads are refused with their reason", () => {
  const run = (more: object): unknown => ({ ...good, runs: [{ ...runView(3), ...more }] });
  const cases: [unknown, RegExp][] = [
    [undefined, /the payload is not an object/],
    [[good], /not an object/],
    [Object.create(good), /kind is undefined, not "training"/],
    [{ ...good, version: "1" }, /version is "1", not 1/],
    [{ ...good, cell: { toString: () => "x" } }, /cell is object, not a text/],
    [{ ...good, cell: "x".repeat(5000) }, /cell is longer than 4096/],
    [{ ...good, runs: { length: 2 } }, /runs is object, not a list/],
    [{ ...good, runs: new Array(MOST_RUNS + 1) }, /runs has 257 items/],
    [{ ...good, runs: [null] }, /runs\[0\] is not an object/],
    [run({ state: "constructor" }), /runs\[0\]\.state is "constructor"/],
    [run({ seed: 1.5 }), /seed is 1.5/],
    [run({ epochs: -1 }), /epochs is -1/],
    [run({ step: NaN }), /step is NaN/],
    [run({ step: 1e15 }), /step is 1000000000000000/],
    [run({ seconds: Infinity }), /seconds is Infinity/],
    [run({ etaSeconds: "soon" }), /etaSeconds is "soon"/],
    [run({ etaSeconds: undefined }), /etaSeconds is undefined/],
    [run({ test: 1.01 }), /test is 1.01/],
    [run({ testOf: "none" }), /testOf is "none"/],
    [run({ message: 7 }), /message is 7/],
    [run({ steps: new Array(50_000) }), /steps has 50000 items/],
    [run({ steps: [{ ...stepPoint(1), step: "1" }] }), /steps\[0\]\.step is "1"/],
    [run({ steps: [{ ...stepPoint(1), loss: "2" }] }), /loss is "2"/],
    [run({ epochPoints: [{ ...epochPoint(1), top1: 2 }] }), /top1 is 2/],
    [run({ epochPoints: [{ ...epochPoint(1), validationTop1: NaN }] }), /validationTop1 is NaN/],
    [
      {
        ...good,
        get runs(): unknown {
          throw new Error("trap");
        },
      },
      /cannot be read/,
    ],
    [
      new Proxy(good, {
        getOwnPropertyDescriptor() {
          throw new Error("trap");
        },
      }),
      /cannot be read/,
    ],
  ];
  for (const [value, reason] of cases) {
    const check = checkTraining(value);
    assert.ok(!check.ok, String(reason));
    assert.match(check.reason, reason);
  }
  assert.ok(!checkRunView(null).ok);
  assert.ok(!checkRunDelta(runView(3)).ok, "a delta says where it cuts");
});

test("a loss that was not finite is left out, as JSON has it; a long message is cut", () => {
  const diverged = JSON.parse(
    JSON.stringify(
      runView(2, { steps: [stepPoint(1), stepPoint(2, NaN)], epochPoints: [{ ...epochPoint(1), loss: NaN }] }),
    ),
  ) as unknown;
  const check = checkRunView(diverged);
  assert.ok(check.ok);
  assert.deepEqual(check.payload.steps, [stepPoint(1)]);
  assert.deepEqual(check.payload.epochPoints, []);
  const long = checkRunView(runView(2, { message: "x".repeat(5000) }));
  assert.ok(long.ok && long.payload.message!.length === 600);
});

test("more points than a screen needs pass, for the view to thin", () => {
  const steps = Array.from({ length: 3 * MOST_POINTS }, (_, i) => stepPoint(i + 1));
  const check = checkRunView(runView(5, { steps }));
  assert.ok(check.ok && check.payload.steps.length === 3 * MOST_POINTS);
});

test("any value is either refused or a payload of plain, finite data", () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true });
  const near = fc
    .record({ field: fc.constantFrom(...Object.keys(runView(1))), value: anything, cell: anything })
    .map(({ field, value, cell }) => ({ ...good, cell, runs: [{ ...runView(12), [field]: value }] }));
  fc.assert(
    fc.property(fc.oneof(anything, near), (value) => {
      const check = checkTraining(value);
      if (!check.ok) return assert.ok(check.reason.length > 0 && check.reason.length < 400);
      assert.deepEqual(JSON.parse(JSON.stringify(check.payload)), check.payload);
    }),
    { numRuns: 500 },
  );
});
