import assert from "node:assert/strict";
import { test } from "node:test";
import { dependencyOrder } from "../../../src/notebook/order";

/** `"a<-bc"`: a needs b and c. */
const order = (...nodes: string[]) =>
  dependencyOrder(nodes.map((node) => ({ id: node[0]!, needs: [...(node.split("<-")[1] ?? "")] })));

test("needs come first, the given order decides the rest, and a circle is told", () => {
  assert.deepEqual(order(), { order: [] });
  assert.deepEqual(order("c", "a", "b"), { order: ["c", "a", "b"] });
  assert.deepEqual(order("a<-bc", "c", "b<-c", "d"), { order: ["c", "b", "a", "d"] });
  assert.deepEqual(order("a<-x"), { order: ["a"] });
  assert.deepEqual(order("a<-a"), { cycle: ["a", "a"] });
  assert.deepEqual(order("d<-a", "a<-b", "b<-c", "c<-a"), { cycle: ["a", "b", "c", "a"] });
});
