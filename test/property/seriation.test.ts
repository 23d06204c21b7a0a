import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clusterClasses } from "../../src/common/payloads/confusionOrder";
import { seriate } from "../../src/common/payloads/seriation";

/** Symmetric, with values that hardly repeat. */
const distinct = fc.integer({ min: 1, max: 30 }).chain((n) =>
  fc
    .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: (n * n) >> 1, maxLength: (n * n) >> 1 })
    .map((values) => {
      let next = 0;
      const matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0));
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[i]![j] = matrix[j]![i] = values[next++]!;
      return { matrix, values: values.slice(0, next) };
    }),
);
const counts = fc
  .integer({ min: 1, max: 25 })
  .chain((n) => fc.array(fc.array(fc.nat(9), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }));

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

test("an order has every class once, and its blocks lie in it one after another", () => {
  fc.assert(
    fc.property(counts, (all) => {
      const { order, blocks } = clusterClasses(all);
      assert.deepEqual(
        sorted(order),
        all.map((_, i) => i),
      );
      let end = -1;
      for (const { from, to } of blocks) {
        assert.ok(from > end && to > from && to < all.length);
        end = to;
      }
      assert.deepEqual(clusterClasses(all), { order, blocks }, "the same again");
    }),
  );
});

test("however the classes are numbered, the order and the blocks are the same where no two similarities are", () => {
  fc.assert(
    fc.property(
      distinct,
      fc.infiniteStream(fc.nat()),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, keys, least) => {
        const { matrix, values } = all;
        // Means of values that are a hair's breadth apart may be rounded into a tie.
        const near = sorted(values);
        fc.pre(near.every((value, i) => i === 0 || value - near[i - 1]! > 1e-6));
        const random = matrix.map(() => keys.next().value as number);
        const numbering = matrix.map((_, i) => i).sort((a, b) => random[a]! - random[b]! || a - b);
        const renamed = numbering.map((i) => numbering.map((j) => matrix[i]![j]!));
        const [own, other] = [seriate(matrix, least), seriate(renamed, least)];
        const order = other.order.map((i) => numbering[i]!);
        if (order[0] === own.order[0]) {
          assert.deepEqual(order, own.order);
          assert.deepEqual(other.blocks, own.blocks);
        } else assert.deepEqual(order.toReversed(), own.order, "only the direction may differ, by rounding");
      },
    ),
  );
});

test("classes in groups that are confused among themselves alone come out group by group, each a block", () => {
  const group = (one: number): number => one % 4;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.3, max: 0.9, noNaN: true }), { minLength: 400, maxLength: 400 }),
      (noise) => {
        const n = 20;
        const similarity = Array.from({ length: n }, (_, i) =>
          Array.from({ length: n }, (_, j) =>
            group(i) === group(j) ? noise[Math.min(i, j) * n + Math.max(i, j)]! : 0,
          ),
        );
        const { order, blocks } = seriate(similarity, 0.2);
        assert.deepEqual(
          blocks,
          [0, 5, 10, 15].map((from) => ({ from, to: from + 4 })),
        );
        for (const { from, to } of blocks) assert.equal(new Set(order.slice(from, to + 1).map(group)).size, 1);
      },
    ),
  );
});

test("nothing, one class, and a thousand that all look alike", () => {
  assert.deepEqual(seriate([], 0), { order: [], blocks: [] });
  assert.deepEqual(seriate([[0]], 0), { order: [0], blocks: [] });
  const same = Array.from({ length: 1000 }, () => new Array<number>(1000).fill(0));
  assert.equal(new Set(seriate(same, 0.1).order).size, 1000);
});
