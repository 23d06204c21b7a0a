import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { arranged, CLASS_ORDERS } from "../../../src/renderers/data/classOrder";
import { splitWords } from "../../../src/renderers/data/words";

const CLASSES = [
  { name: "walk", clips: 3, example: "a" },
  { name: "sit down", clips: 9, example: "b" },
  { name: "Stand up", clips: 3, example: "c" },
  { name: "drink", clips: 0, example: null },
];
const numbers = (...args: Parameters<typeof arranged>) => arranged(...args).map(({ number }) => number);

test("classes are sorted as asked, equals as in the data set", () => {
  assert.deepEqual(numbers(CLASSES, "data", ""), [1, 2, 3, 4]);
  assert.deepEqual(numbers(CLASSES, "name", ""), [4, 2, 3, 1]);
  assert.deepEqual(numbers(CLASSES, "most", ""), [2, 1, 3, 4]);
  assert.deepEqual(numbers(CLASSES, "fewest", ""), [4, 1, 3, 2]);
});

test("classes are found by a part of their name, in any case, or by the beginning of their number", () => {
  assert.deepEqual(numbers(CLASSES, "data", " STAND "), [3]);
  assert.deepEqual(numbers(CLASSES, "data", "2"), [2]);
  assert.deepEqual(numbers(CLASSES, "data", "nothing"), []);
});

test("an order only orders: every class once, with its own number and count", () => {
  const tally = fc.record({ name: fc.string(), clips: fc.nat(), example: fc.option(fc.string()) });
  fc.assert(
    fc.property(fc.array(tally, { maxLength: 40 }), fc.constantFrom(...CLASS_ORDERS), (classes, order) => {
      const all = arranged(classes, order, "");
      assert.deepEqual(
        [...all].sort((a, b) => a.number - b.number),
        classes.map((one, i) => ({ ...one, number: i + 1 })),
      );
    }),
  );
});

test("a split says what it holds apart", () => {
  const split = { protocol: "X-Sub", by: "subject", seed: 4, train: 8, validation: 2, test: 5 } as const;
  assert.equal(
    splitWords(split),
    "X-Sub. No person is in two parts. Validation is taken from the training part, with seed 4.",
  );
  assert.match(
    splitWords({ ...split, protocol: "by view", by: "view", validation: 0 }),
    /^By view\. .* No validation part\.$/,
  );
});
