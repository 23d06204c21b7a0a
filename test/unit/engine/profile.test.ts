import assert from "node:assert/strict";
import { test } from "node:test";
import { summariseProfile } from "../../../src/engine/profile";

const node = (name: string, op: string, dur: number) => ({
  cat: "Node",
  name: `${name}_kernel_time`,
  dur,
  args: { op_name: op },
});

test("time is added up by what nodes are for, the most expensive first", () => {
  const rows = summariseProfile(
    JSON.stringify([
      { cat: "Session", name: "model_run", dur: 9e6 },
      { cat: "Node", name: "pointwise#3_fence_before", dur: 5e6, args: { op_name: "MatMul" } },
      node("pointwise#3", "MatMul", 1500),
      node("pointwise#9", "MatMul", 500),
      node("pointwise#10", "FusedMatMul", 250),
      node("Add#4", "Add", 3000),
      node("v17_0", "Reshape", 100),
      node("node_Transpose_5", "Transpose", 50),
    ]),
  );
  assert.deepEqual(rows, [
    { op: "Add", calls: 1, ms: 3 },
    { op: "pointwise (MatMul)", calls: 2, ms: 2 },
    { op: "pointwise (FusedMatMul)", calls: 1, ms: 0.25 },
    { op: "Reshape", calls: 1, ms: 0.1 },
    { op: "Transpose", calls: 1, ms: 0.05 },
  ]);
});

test("an event without a time or an operator still counts", () => {
  const rows = summariseProfile(JSON.stringify([{ cat: "Node", name: "x#1_kernel_time" }]));
  assert.deepEqual(rows, [{ op: "x (?)", calls: 1, ms: 0 }]);
});

test("an empty profile has no rows", () => {
  assert.deepEqual(summariseProfile("[]"), []);
});
