import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ConfusionPayload } from "../../../src/common/payloads/confusion";
import { contrast, inkOn, parseColour, strength } from "../../../src/renderers/frame/colour";
import { layOut, placeAt } from "../../../src/renderers/confusion/geometry";
import { Matrix } from "../../../src/renderers/confusion/matrix";
import { percent } from "../../../src/renderers/frame/words";

const payload: ConfusionPayload = {
  kind: "confusion",
  version: 1,
  title: "t",
  partition: "test",
  evaluations: 1,
  classes: ["wave", "Clap", "\u202ebow\u0000"],
  counts: [
    [8, 2, 0],
    [5, 5, 0],
    [0, 0, 0],
  ],
};

test("a cell in words follows the order drawn", () => {
  const matrix = new Matrix(payload);
  assert.equal(matrix.sentence({ row: 0, column: 1 }), "wave taken for Clap: 2 of 10 clips (20.0 %)");
  assert.equal(matrix.sentence({ row: 2, column: 0 }), "bow: no clips");
  matrix.sort("error");
  assert.equal(matrix.sentence({ row: 0, column: 0 }), "Clap recognised: 5 of 10 clips (50.0 %)");
  assert.deepEqual(matrix.placeOf({ truth: 0, predicted: 1 }), { row: 1, column: 0 });
});

test("search finds names in any case and class numbers; pairs narrow to what was found", () => {
  const matrix = new Matrix(payload);
  assert.deepEqual(matrix.search("CLA"), new Set([1]));
  assert.deepEqual(matrix.search("3"), new Set([2]));
  assert.equal(matrix.search("  "), undefined);
  assert.deepEqual(
    matrix.pairs(9).map(({ count }) => count),
    [5, 2],
  );
  assert.deepEqual(matrix.pairs(9, new Set([2])), []);
});

test("counts have a scale for the diagonal and one for the rest", () => {
  const matrix = new Matrix(payload);
  assert.equal(matrix.levelAt({ row: 0, column: 0 }, "count"), 1);
  assert.equal(matrix.levelAt({ row: 1, column: 0 }, "count"), 1);
  assert.equal(matrix.levelAt({ row: 0, column: 1 }, "share"), 0.2);
});

test("every cell is found under its own middle, and nothing beside the matrix", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 100, max: 2000 }),
      fc.integer({ min: 0, max: 170 }),
      fc.nat(),
      fc.nat(),
      (classes, width, label, a, b) => {
        const geometry = layOut(classes, width, label);
        const [row, column] = [a % classes, b % classes];
        const [x, y] = [geometry.left + (column + 0.5) * geometry.pitch, geometry.top + (row + 0.5) * geometry.pitch];
        assert.deepEqual(placeAt(geometry, x, y), { row, column });
        assert.equal(placeAt(geometry, geometry.left - 1, y), null);
        assert.ok(geometry.width > geometry.left + classes * geometry.pitch);
      },
    ),
  );
});

test("colours are read as the browser writes them, and cell text reads on any of them", () => {
  assert.deepEqual(parseColour("rgba(1, 2, 3, 0.5)"), [1, 2, 3]);
  assert.deepEqual(parseColour("color(srgb 1 0 0)"), [255, 0, 0]);
  assert.equal(parseColour("oklab(0.5 0 0)"), undefined);
  fc.assert(
    fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), (ground) => contrast(ground, inkOn(ground)) >= 4.5),
  );
  assert.equal(strength(0), 0);
  assert.ok(strength(0.001) > 0.1 && strength(1) === 1);
});

test("shares in words", () => {
  assert.deepEqual([0, 0.0001, 0.042, 0.9999].map(percent), ["0 %", "<0.1 %", "4.2 %", "100 %"]);
});
