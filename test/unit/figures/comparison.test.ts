import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changeOf } from "../../../src/figures/comparison";
import { publishedOn } from "../../../src/figures/complexity";

const cell = (name: string, values: readonly number[], first = 1) => ({
  name,
  seeds: values.map((top1, i) => ({ seed: first + i, top1 })),
});

test("seed is compared with seed where both cells have the same seeds", () => {
  const change = changeOf(cell("a", [0.5, 0.7]), cell("b", [0.6, 0.9]))!;
  assert.ok(Math.abs(change.mean - 15) < 1e-9);
  assert.ok(Math.abs(change.std! - Math.SQRT1_2 * 10) < 1e-9, "of the differences 10 and 20");
  assert.deepEqual(
    change.values.map((value) => Math.round(value)),
    [10, 20],
  );
});

test("other seeds are compared as two independent means", () => {
  const change = changeOf(cell("a", [0.5, 0.7]), cell("b", [0.6, 0.9], 5))!;
  assert.ok(Math.abs(change.mean - 15) < 1e-9);
  assert.ok(Math.abs(change.std! - Math.hypot(20 / Math.SQRT2, 30 / Math.SQRT2)) < 1e-9);
  assert.deepEqual(change.values, []);
  assert.equal(changeOf(cell("a", [0.5]), cell("b", [0.6], 2))!.std, null);
  assert.equal(changeOf(cell("a", []), cell("b", [0.6])), null);
});

test("a change turns its sign when the cells change places", () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(values, values, fc.integer({ min: 1, max: 3 }), (a, b, first) => {
      const there = changeOf(cell("a", a), cell("b", b, first))!;
      const back = changeOf(cell("b", b, first), cell("a", a))!;
      assert.ok(Math.abs(there.mean + back.mean) < 1e-9);
      assert.ok(Math.abs((there.std ?? 0) - (back.std ?? 0)) < 1e-9);
    }),
  );
});

test("published results are told as published, with their streams", () => {
  const points = publishedOn("ntu60-xsub");
  assert.ok(points.length >= 3 && points.every(({ published, std }) => published && std === null));
  assert.match(points[0]!.name, /\(\d streams\)$/);
});
