import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkConfusion, type Confusion } from "../../../src/common/payloads/confusion";
import { contrast, inkOn, parseColour, strength } from "../../../src/renderers/frame/colour";
import { layOut, placeAt } from "../../../src/renderers/confusion/geometry";
import { Change } from "../../../src/renderers/confusion/change";
import { Matrix } from "../../../src/renderers/confusion/matrix";
import { percent } from "../../../src/renderers/frame/words";
import { differenceOf } from "../../golden/records";

const payload: Confusion = {
  kind: "confusion",
  version: 2,
  title: "t",
  partition: "test",
  cell: "base",
  evaluations: 1,
  clips: null,
  predictions: [],
  minus: null,
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

test("a difference says where it comes from, and what is for the better", () => {
  const minus = {
    ...payload,
    evaluations: 2,
    counts: [
      [20, 0, 0],
      [5, 15, 0],
      [0, 0, 0],
    ],
  };
  const change = new Change({ ...payload, minus });
  assert.deepEqual(
    change.changes().map(({ index, change: share }) => [index, Math.round(100 * share)]),
    [
      [1, -25],
      [0, -20],
      [2, 0],
    ],
  );
  const at = (truth: number, predicted: number) => change.placeOf({ truth, predicted });
  assert.equal(change.sentence(at(0, 0)), "wave recognised: 100 % → 80.0 % (−20.0 points, −2.0 clips)");
  assert.equal(change.sentence(at(1, 0)), "Clap taken for wave: 25.0 % → 50.0 % (+25.0 points, +2.5 clips)");
  assert.equal(change.sentence(at(2, 2)), "bow: no clips");
  assert.deepEqual(
    [at(0, 0), at(0, 1)].map((place) => change.isBlueAt(place)),
    [false, false],
  );
  assert.deepEqual([change.textAt(at(1, 0), "share"), change.textAt(at(1, 0), "count")], ["+25", "+2.5"]);
  assert.equal(change.levelAt(at(1, 0), "count"), 1);
  const checked = checkConfusion(differenceOf(["a", "b", "c"]));
  assert.ok(checked.ok);
  const same = new Change({ ...checked.payload, minus: checked.payload });
  assert.deepEqual(
    same.orders.map(([order]) => (same.sort(order), same.levelAt({ row: 0, column: 0 }, "share"))),
    [0, 0, 0, 0, 0],
  );
});

test("names get the room that easily read cells leave, and are cut only for these", () => {
  const roomFor = (classes: number, available: number, widest: number) => layOut(classes, available, widest).rowRoom;
  assert.equal(roomFor(10, 700, 90), 90);
  assert.equal(roomFor(10, 700, 300), 300, "as wide as it is");
  assert.equal(roomFor(10, 700, 900), 350, "as wide as cells of 34 px leave it");
  assert.equal(roomFor(25, 700, 900), 170);
  assert.equal(layOut(10, 700, 300).pitch, 39);
  assert.ok(layOut(10, 700, 900).width <= 702);
});

test("every cell is found under its own middle, and nothing beside the matrix", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 100, max: 2000 }),
      fc.integer({ min: 0, max: 600 }),
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
