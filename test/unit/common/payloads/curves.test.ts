import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCurves, MOST_CURVE_POINTS, type CurvesPayload } from "../../../../src/common/payloads/curves";
import { curvesPayload } from "../../renderers/payloads";

test("a sound payload comes back as an equal copy", () => {
  const value = curvesPayload(2);
  const check = checkCurves(value);
  assert.ok(check.ok);
  assert.deepEqual(check.payload, value);
  assert.notEqual(check.payload.cells[0], value.cells[0]);
});

const refusals: readonly (readonly [string, (payload: CurvesPayload) => unknown, RegExp])[] = [
  ["no cell", (payload) => ({ ...payload, cells: [] }), /there are no cells/],
  ["another version", (payload) => ({ ...payload, version: 2 }), /version is 2, not 1/],
  ["an unknown measure", curve({ measure: "top5" as never }), /curves\[0\]\.measure is "top5"/],
  ["an unknown part", curve({ part: "test" as never }), /part is "test"/],
  ["lists of two lengths", curve({ values: [1] }), /1 values for 30 epochs/],
  ["a value that is no number", curve({ values: new Array<number>(30).fill(NaN) }), /not a finite number/],
  ["falling epochs", curve({ epochs: [...new Array(30).keys()].reverse() }), /do not rise/],
  ["too many points", curve({ epochs: new Array<number>(MOST_CURVE_POINTS + 1).fill(1) }), /more than 1000/],
  ["a seed in words", (payload) => ({ ...payload, cells: [{ ...payload.cells[0]!, seeds: ["1"] }] }), /a seed/],
];

for (const [what, spoil, reason] of refusals) {
  test(`${what} is refused, saying where`, () => {
    const check = checkCurves(spoil(curvesPayload(1)));
    assert.ok(!check.ok);
    assert.match(check.reason, reason);
  });
}

function curve(change: Partial<CurvesPayload["cells"][0]["curves"][0]>) {
  return (payload: CurvesPayload) => {
    const [cell] = payload.cells;
    return { ...payload, cells: [{ ...cell!, curves: [{ ...cell!.curves[0]!, ...change }] }] };
  };
}
