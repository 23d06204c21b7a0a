import assert from "node:assert/strict";
import { test } from "node:test";
import { gridFor } from "../../../../../src/renderers/frame/body/ground";
import { jointAt } from "../../../../../src/renderers/frame/body/spots";

test("the joint under the pointer is the nearest within reach, the one in front among equals", () => {
  const spots = [
    [{ x: 10, y: 10, scale: 1, near: 0 }],
    [],
    [
      { x: 10, y: 10, scale: 1, near: 1 },
      { x: 40, y: 10, scale: 1, near: 0 },
    ],
  ];
  assert.deepEqual(jointAt(spots, 11, 10), { body: 2, joint: 0 });
  assert.deepEqual(jointAt(spots, 35, 10), { body: 2, joint: 1 });
  assert.equal(jointAt(spots, 25, 40), null);
});

test("the grid has round steps", () => {
  for (const [radius, step] of [
    [0.9, 0.5],
    [0.3, 0.1],
    [0.05, 0.02],
    [3, 1],
    [30, 10],
  ] as const)
    assert.ok(Math.abs(gridFor(radius) - step) < 1e-9, `${radius}: ${gridFor(radius)}`);
});
