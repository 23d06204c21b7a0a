import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { evaluate } from "../../src/model/evaluation/metrics";

const CLASSES = 7;
const scored = fc.integer({ min: 1, max: 40 }).chain((clips) =>
  fc.record({
    rows: fc.array(fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: CLASSES, maxLength: CLASSES }), {
      minLength: clips,
      maxLength: clips,
    }),
    labels: fc.array(fc.nat(CLASSES - 1), { minLength: clips, maxLength: clips }),
  }),
);

const score = (rows: readonly number[][], labels: readonly number[]) =>
  evaluate(Float32Array.from(rows.flat()), Int32Array.from(labels), CLASSES, "test");

const near = (a: number, b: number, tolerance = 1e-9): void => assert.ok(Math.abs(a - b) <= tolerance, `${a}, ${b}`);

test("the confusion matrix, top-1 and the class shares tell one story", () => {
  fc.assert(
    fc.property(scored, ({ rows, labels }) => {
      const result = score(rows, labels);
      const total = result.confusion.flat().reduce((a, b) => a + b, 0);
      const right = result.confusion.reduce((sum, row, label) => sum + row[label]!, 0);
      assert.equal(total, labels.length);
      near(result.top1, right / total);
      assert.ok(result.top5 >= result.top1 && result.top5 <= 1);
      assert.ok(result.ece >= 0 && result.ece <= 1 && result.loss >= 0);
      let weighted = 0;
      result.confusion.forEach((row, label) => {
        const count = labels.filter((other) => other === label).length;
        assert.equal(
          row.reduce((a, b) => a + b, 0),
          count,
        );
        assert.equal(result.perClass[label] === null, count === 0);
        weighted += (result.perClass[label] ?? 0) * count;
      });
      near(result.top1, weighted / total);
    }),
  );
});

test("nothing depends on the order of the clips", () => {
  fc.assert(
    fc.property(scored, fc.nat(), ({ rows, labels }, turn) => {
      const order = labels.map((_, at) => (at + turn) % labels.length).reverse();
      const [a, b] = [
        score(rows, labels),
        score(
          order.map((at) => rows[at]!),
          order.map((at) => labels[at]!),
        ),
      ];
      assert.deepEqual([b.confusion, b.perClass, b.top1, b.top5], [a.confusion, a.perClass, a.top1, a.top5]);
      near(a.loss, b.loss);
      near(a.ece, b.ece);
    }),
  );
});

test("a constant added to a clip's scores changes nothing, and renaming classes permutes the matrix", () => {
  const whole = fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: CLASSES, maxLength: CLASSES }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(whole, fc.nat(CLASSES - 1), fc.integer({ min: -50, max: 50 }), (rows, label, constant) => {
      const labels = rows.map(() => label);
      const shifted = score(
        rows.map((row) => row.map((value) => value + constant)),
        labels,
      );
      const plain = score(rows, labels);
      assert.deepEqual(shifted.confusion, plain.confusion);
      near(shifted.loss, plain.loss, 1e-9);
      const distinct = rows.map((row) => row.map((value, at) => value + at / 16));
      const mirrored = score(
        distinct.map((row) => [...row].reverse()),
        labels.map((l) => CLASSES - 1 - l),
      );
      const original = score(distinct, labels);
      assert.deepEqual(mirrored.confusion, original.confusion.map((row) => [...row].reverse()).reverse());
      near(mirrored.loss, original.loss);
    }),
  );
});

test("top-5 equals membership in the five best after a stable sort", () => {
  fc.assert(
    fc.property(scored, ({ rows, labels }) => {
      const hits = rows.filter((row, clip) => {
        const order = row.map((value, at) => ({ value: Math.fround(value), at })).sort((a, b) => b.value - a.value);
        return order.slice(0, 5).some(({ at }) => at === labels[clip]);
      });
      near(score(rows, labels).top5, hits.length / rows.length);
    }),
  );
});
