import assert from "node:assert/strict";
import { test } from "node:test";
import { COLUMNS, columnsOf, VENUES, widthOf } from "../../../src/figures/venue";

const PX_PER_INCH = 96;

test("widths are those that the venues ask for", () => {
  const inches: [number, number][] = [
    [widthOf("ieee"), 3.5],
    [widthOf("ieee", "page"), 7.16],
    [widthOf("elsevier", "column"), 90 / 25.4],
    [widthOf("elsevier", "wide"), 140 / 25.4],
    [widthOf("elsevier", "page"), 190 / 25.4],
    [widthOf("cvpr"), 237.13594 / 72.27],
    [widthOf("cvpr", "page"), 496.85625 / 72.27],
    [widthOf("acm"), 241.1475 / 72.27],
    [widthOf("acm", "page"), 506.295 / 72.27],
    [widthOf({ mm: 84 }), 84 / 25.4],
  ];
  for (const [px, inch] of inches) assert.ok(Math.abs(px / PX_PER_INCH - inch) < 1e-6, `${px / PX_PER_INCH} ${inch}`);
});

test("every venue has its columns, narrowest first, and no others", () => {
  for (const venue of VENUES) {
    const widths = columnsOf(venue).map((columns) => widthOf(venue, columns));
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => a - b),
    );
    for (const columns of COLUMNS.filter((one) => !columnsOf(venue).includes(one)))
      assert.throws(() => widthOf(venue, columns), /has no figures as wide as "wide"; choose column or page\./);
  }
  for (const mm of [0, 29, 501, NaN, Infinity])
    assert.throws(() => widthOf({ mm }), /a figure cannot be .* mm wide; choose 30 to 500 mm\./);
});
