import assert from "node:assert/strict";
import { test } from "node:test";
import { protocolsOf } from "../../../../../src/model/data/pyskl/splits";

const ids = new Set(["a", "b", "c"]);

const CASES: readonly (readonly [splits: Readonly<Record<string, readonly string[]>>, named: readonly string[]])[] = [
  [{ xsub_train: ["a"], xsub_val: ["b"] }, ["X-Sub a|b"]],
  [{ xset_train: ["a"], xset_val: ["b"], xview_train: ["b"], xview_val: ["c"] }, ["X-Set a|b", "X-View b|c"]],
  [{ train: ["a", "b"], val: ["c"] }, ["file a,b|c"]],
  [{ train: ["a"], val: ["b"], test: ["c"] }, ["file a|c"]],
  [{ train1: ["a"], test1: ["b"], train2: ["b"], test2: ["a"] }, ["1 a|b", "2 b|a"]],
  [{ "mine-train": ["a"], "mine-test": ["b"] }, ["mine a|b"]],
  [{ xsub_train: ["a", "lost"], xsub_val: ["b"] }, ["X-Sub a|b"]],
  [{ xsub_train: ["a"] }, []],
  [{ xsub_train: ["a"], xsub_val: ["lost"] }, []],
  [{ all: ["a", "b", "c"] }, []],
];

for (const [splits, named] of CASES) {
  test(`splits ${JSON.stringify(splits)}`, () => {
    const protocols = protocolsOf(new Map(Object.entries(splits)), ids);
    assert.deepEqual(
      protocols.map(({ name, train, test: tested }) => `${name} ${train.join()}|${tested.join()}`),
      named,
    );
  });
}
