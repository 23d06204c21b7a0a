import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecodedMap } from "../../../src/common/payloads/attention";
import { blocksOf, shortNumber, strongestEdges } from "../../../src/figures/attentionMaps";
import { ratioScale, signedScale } from "../../../src/figures/matrix";

function map(part: string, codes: readonly number[]): DecodedMap {
  const rest = {
    term: "S",
    block: 0,
    body: null,
    rows: 3,
    columns: 3,
    tokens: null,
    signed: true,
    gate: null,
  } as const;
  return { ...rest, part, max: 127, codes: Int8Array.from(codes) };
}

test("the strongest edges are between different joints, each pair once, from the subset where it is strongest", () => {
  const edges = strongestEdges(
    [map("self", [99, 0, 5, 20, 99, 0, 0, 0, 99]), map("forward", [0, 30, 0, 0, 0, -40, 0, 0, 0])],
    2,
  );
  assert.deepEqual(edges, [
    { row: 1, column: 2, value: -40, part: "forward" },
    { row: 0, column: 1, value: 30, part: "forward" },
  ]);
  assert.equal(strongestEdges([map("self", [9, 0, 0, 0, 9, 0, 0, 0, 9])], 5).length, 0);
});

test("blocks are the first, the middle and the last, or those that are named", () => {
  const of = (count: number) => ({ blocks: Array.from({ length: count }, (_, i) => ({ name: `${i}`, frames: 1 })) });
  assert.deepEqual([of(9), of(4), of(2), of(1)].map((one) => blocksOf(one, undefined)), [[0, 4, 8], [0, 2, 3], [0, 1], [0]]); // prettier-ignore
  assert.deepEqual(blocksOf(of(4), [4, 1]), [3, 0]);
});

test("numbers have two digits", () => {
  assert.deepEqual([0, 0.0338, 0.995, 1.04, 17.2, -0.41].map(shortNumber), ["0", "0.034", "0.99", "1", "17", "−0.41"]);
});

test("scales hold for nothing but zeros, and say whether there is less than nothing to see", () => {
  const matrix = (...values: number[]) => ({ rows: 1, columns: values.length, values });
  assert.ok(signedScale([matrix(0, 0)]).steps.every((step) => step > 0));
  assert.equal(signedScale([matrix(1, -0.001)]).signed, false);
  assert.equal(signedScale([matrix(1, -0.5)]).signed, true);
  const { steps, most } = ratioScale([matrix(0.5, 2, 32)]);
  assert.deepEqual([steps[0], most], [0, 32]);
  for (const scale of [ratioScale([matrix(0)]), ratioScale([matrix(3, 3)]), ratioScale([])])
    assert.ok(scale.steps.every((step, i) => Number.isFinite(step) && (i === 0 || step >= scale.steps[i - 1]!)));
});
