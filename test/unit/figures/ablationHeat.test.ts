import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../src/common/errors";
import { ablationHeatSpec, type HeatTile } from "../../../src/figures/ablationHeat";
import { renderToWidth } from "../../../src/figures/fit";

const tiles = (rows: readonly string[], columns: readonly string[]): HeatTile[] =>
  rows.flatMap((row, i) =>
    columns.map((column, j) => ({
      ...{ row, column, top1: 0.5 + 0.1 * i + 0.01 * j, sure: false, baseline: i + j === 0 },
      difference: i + j === 0 ? null : 0.1 * i + 0.01 * j,
    })),
  );
const draw = (own: readonly HeatTile[], width = 336): Promise<string> =>
  renderToWidth((plot) => ablationHeatSpec(own, ["cts", "components"], { width: plot }), width);
const words = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) => text!);
/** Where the accuracies stand. */
const places = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*transform="translate\(([^)]*)\)"[^>]*>\d\d\.\d\d<\/text>/g)].map(([, place]) => place!);

test("levels whose names look alike once they are shortened have tiles of their own, told apart by numbers", async () => {
  const long = [1, 2, 3].map((i) => `with-a-rather-long-name-of-its-level-${i}`);
  const svg = await draw(tiles(long, long));
  assert.equal(new Set(places(svg)).size, 9, "each accuracy stands in a place of its own");
  const rows = words(svg).filter((word) => /^\d with/.test(word));
  assert.deepEqual(
    rows.map((word) => word.slice(0, 6)),
    ["1 with", "2 with", "3 with"],
  );
});

test("an accuracy that is not there yet is a dash", async () => {
  const [first, ...others] = tiles(["both"], ["J", "B"]);
  const svg = await draw([first!, ...others.map((one) => ({ ...one, top1: null, difference: null }))]);
  assert.ok(words(svg).includes("–"));
  assert.equal(places(svg).length, 1);
});

test("numbers that would run into one another are refused with the width that they take", async () => {
  const many = Array.from({ length: 20 }, (_, i) => `c${i}`);
  await assert.rejects(draw(tiles(["both", "gsm"], many)), (error) => {
    assert.ok(error instanceof HglError && error.code === "cell");
    assert.match(error.message, /the figure needs \d+ mm and has 89.*make it at least \d+ mm wide/);
    return true;
  });
});
