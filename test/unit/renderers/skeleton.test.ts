import assert from "node:assert/strict";
import { test } from "node:test";
import { pointsOf, stepAt } from "../../../src/renderers/skeleton/probabilities";
import { VectorLines } from "../../../src/renderers/skeleton/vectors";
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

test("a frame lies in the step of the network's map that covers it; what was cut off belongs to the nearest", () => {
  const shares = { from: 10, to: 90, classes: ["a"], values: [[0.1, 0.2, 0.3, 0.4]] };
  assert.deepEqual(
    [0, 10, 29, 30, 69, 70, 89, 99].map((frame) => stepAt(shares, frame)),
    [0, 0, 0, 1, 2, 3, 3, 3],
  );
  assert.equal(pointsOf([0, 1], 0, 50, 100), "0.0,100.0 250.0,100.0 250.0,0.0 500.0,0.0");
});

test("a stream's line starts or ends at its joint, stretched; a zero has none", () => {
  const coordinates = Int16Array.from([0, 1000, 0, 100, 2000, 0]);
  const motion = new Motion({ frames: 1, bodies: 1, unit: 0.001, coordinates }, 2);
  const own = { frames: 1, bodies: 1, unit: 0.01, coordinates: Int16Array.from([0, 0, 0, 10, 0, 0]) };
  const line = (joint: "start" | "end") => new VectorLines(motion, { ...own, joint, stretch: 2 }).line(0, 0, 1)!;
  const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(9)));
  assert.deepEqual(rounded(line("start")), [0.1, 2, 0, 0.3, 2, 0]);
  assert.deepEqual(rounded(line("end")), [-0.1, 2, 0, 0.1, 2, 0]);
  assert.equal(new VectorLines(motion, { ...own, joint: "end", stretch: 2 }).line(0, 0, 0), undefined);
});
