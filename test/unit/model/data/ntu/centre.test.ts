import assert from "node:assert/strict";
import { test } from "node:test";
import { centre, withoutEmptyFrames } from "../../../../../src/model/data/ntu/centre";

/** Frames of actors, each a point that all 25 joints share. */
function scene(...frames: (readonly (readonly [number, number, number])[])[]) {
  const values = Float32Array.from(frames.flatMap((actors) => actors.flatMap((p) => Array.from({ length: 25 }, () => p).flat()))); // prettier-ignore
  return { frames: frames.length, bodies: frames[0]!.length, values };
}

const NOBODY = [0, 0, 0] as const;

test("frames that show nobody are dropped", () => {
  const [one, two] = [[1, 2, 3] as const, [0, 0, 4] as const];
  assert.deepEqual(withoutEmptyFrames(scene([NOBODY], [one], [NOBODY], [two])), scene([one], [two]));
  assert.deepEqual(
    withoutEmptyFrames(scene([NOBODY, one], [NOBODY, NOBODY], [two, NOBODY])),
    scene([NOBODY, one], [two, NOBODY]),
  );
  const all = scene([one], [two]);
  assert.equal(withoutEmptyFrames(all).values, all.values);
});

test("joint 2 of the first actor's first frame becomes the origin, and who is not there stays all zeros", () => {
  const given = scene([NOBODY, [1, 1, 1]], [[1, 2, 3], NOBODY], [[2, 2, 2], [5, 5, 5]]); // prettier-ignore
  given.values.set([10, 20, 30], 150 + 3);
  assert.equal(centre(given), true);
  const expected = scene([NOBODY, [-9, -19, -29]], [[-9, -18, -27], NOBODY], [[-8, -18, -28], [-5, -15, -25]]); // prettier-ignore
  expected.values.set([0, 0, 0], 150 + 3);
  assert.deepEqual(given, expected);
});

test("a first actor who is never seen is no origin", () => {
  assert.equal(centre(scene([NOBODY, [1, 1, 1]])), false);
  assert.equal(centre(scene([NOBODY])), false);
});
