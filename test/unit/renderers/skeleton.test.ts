import assert from "node:assert/strict";
import { test } from "node:test";
import { Motion } from "../../../src/renderers/frame/body/motion";
import { bonesOf } from "../../../src/renderers/skeleton/paint";
import { heightFor } from "../../../src/renderers/skeleton/view";
import { place } from "../../../src/renderers/skeleton/words";

test("hands, feet and head are the ends", () => {
  assert.deepEqual(bonesOf([-1, 0, 1, 1, 1], [0, 0, 0, 1, 2]).ends, [2, 3, 4]);
});

test("a clip without anybody still has a picture of some height", () => {
  const nobody = { frames: 3, bodies: 1, unit: 0.001, coordinates: new Int16Array(3 * 15) };
  assert.ok(heightFor(200, 1, new Motion(nobody, 5).rings) >= 150);
});

test("a joint's place in words", () => {
  assert.equal(place(0.306, -0.001, -1.2), "x 0.31  y 0.00  z −1.20 m");
});
