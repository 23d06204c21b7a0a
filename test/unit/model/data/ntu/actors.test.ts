import assert from "node:assert/strict";
import { test } from "node:test";
import { placeActors } from "../../../../../src/model/data/ntu/actors";

/** A body from frame `from` on, whose joints all hold `value`. */
const body = (value: number, from: number, count: number) => ({
  id: `${value}`,
  seen: Array.from({ length: count }, (_, at) => from + at),
  joints: new Float32Array(75 * count).fill(value),
});

/** Per actor a row of one digit per frame, 0 for nobody. */
function rows(frames: number, people: readonly ReturnType<typeof body>[]): string[] {
  const { bodies, values } = placeActors(frames, people);
  assert.equal(values.length, frames * bodies * 75);
  return Array.from({ length: bodies }, (_, actor) =>
    Array.from({ length: frames }, (_, frame) => values[(frame * bodies + actor) * 75 + 74]).join(""),
  );
}

test("bodies take the places of two actors", () => {
  for (const [frames, people, expected] of [
    [4, [body(1, 1, 2)], ["0110"]],
    [4, [body(1, 0, 4), body(2, 1, 3)], ["1111", "0222"]],
    // Never together: the first actor again, and then both places may be free or taken.
    [6, [body(1, 0, 3), body(2, 3, 3)], ["111222", "000000"]],
    [6, [body(1, 3, 3), body(2, 0, 3), body(3, 1, 4)], ["222111", "033330"]],
    [6, [body(1, 3, 3), body(2, 0, 3), body(3, 4, 2)], ["222111", "000033"]],
    [6, [body(1, 3, 3), body(2, 0, 3), body(3, 0, 2)], ["222111", "330000"]],
    // One shared frame is no overlap, and whoever comes later is written over it.
    [5, [body(1, 0, 3), body(2, 2, 3)], ["11222", "00000"]],
    [5, [body(1, 0, 5), body(2, 0, 3), body(3, 2, 3)], ["11111", "22333"]],
    // Nobody has a third place.
    [4, [body(1, 0, 4), body(2, 0, 4), body(3, 0, 4)], ["1111", "2222"]],
    // The second actor's interval begins at the first frame whoever it is.
    [6, [body(1, 0, 6), body(2, 4, 2), body(3, 0, 3)], ["111111", "000022"]],
    // The gap between two ids of the first actor counts as his.
    [6, [body(1, 0, 2), body(2, 4, 2), body(3, 1, 4)], ["110022", "033330"]],
  ] as const) {
    assert.deepEqual(rows(frames, people), expected);
  }
});

test("a body that was lost in between is moved up, as the lineage does", () => {
  const lost = { ...body(1, 0, 3), seen: [0, 1, 3] };
  assert.deepEqual(rows(5, [lost]), ["11100"]);
});
