import assert from "node:assert/strict";
import { test } from "node:test";
import { Spending } from "../../../../../src/worker/text/video/spending";

test("tokens and money add up; what nobody counted is said", () => {
  const spending = new Spending({ input: 2, output: 10 });
  spending.add({ input: 300_000, output: 1000 });
  spending.add({ input: 200_000, output: null });
  assert.deepEqual(spending.spent, { input: 500_000, output: 1000, money: 1.01, uncounted: 1 });
});

test("without prices there is no money", () => {
  const spending = new Spending(null);
  spending.add({ input: 1, output: 2 });
  assert.deepEqual(spending.spent, { input: 1, output: 2, money: null, uncounted: 0 });
});
