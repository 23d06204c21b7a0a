import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseBvh } from "../../src/model/data/bvh/bvh";
import { eachFrame } from "../../src/model/data/bvh/positions";

/** Written by test/parity/bvh_positions.py, which shares nothing with ours. */
const expected = JSON.parse(readFileSync(new URL("expected/bvh-positions.json", import.meta.url), "utf8")) as Record<
  string,
  { readonly joints: readonly string[]; readonly positions: readonly (readonly number[][])[] }
>;

for (const [name, { joints, positions }] of Object.entries(expected)) {
  test(`every joint of ${name} is where a second implementation has it`, () => {
    const bvh = parseBvh(readFileSync(new URL(`../fixtures/data/bvh/${name}`, import.meta.url)), name);
    assert.deepEqual(
      bvh.joints.map((joint) => joint.name),
      joints,
    );
    assert.equal(bvh.frames, positions.length);
    eachFrame(bvh, (frame, places) => {
      positions[frame]!.flat().forEach((place, at) => {
        assert.ok(Math.abs(places[at]! - place) < 1e-8, `frame ${frame}, number ${at}: ${places[at]} and ${place}`);
      });
    });
  });
}

test("the second implementation speaks of all our files", () => {
  assert.deepEqual(Object.keys(expected), ["cmu_12_01_walk_excerpt.bvh", "orders.bvh"]);
});
