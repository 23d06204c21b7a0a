import assert from "node:assert/strict";
import { test } from "node:test";
import { animate } from "../../src/figures/animation";
import { filmStrip } from "../../src/figures/filmStrip";
import { twoPeople } from "../unit/figures/skeletons";
import { assertGolden } from "./golden";

test("frames are drawn as committed, on light and on dark ground", () => {
  const light = animate(twoPeople);
  assert.deepEqual([light.width, light.height, light.count, light.framesPerSecond], [480, 260, 2, 30]);
  assertGolden("animation-light-1.svg", light.frame(0));
  const dark = animate(twoPeople, { scheme: "dark", columns: 1 });
  assert.deepEqual([dark.width, dark.height], [240, 520]);
  assertGolden("animation-dark-2.svg", dark.frame(1));
  assert.doesNotMatch(dark.frame(1), /<script|<svg onload/);
});

test("the camera stands still, a shorter clip stays in its last pose, and no frame depends on those before it", () => {
  const animation = animate(twoPeople);
  assert.equal(animation.frame(1), animate(twoPeople).frame(1));
  assert.equal(animation.frame(5), animation.frame(1));
  // The root of the first body is at the same place in both frames, and so in both drawings.
  const roots = [0, 1].map(
    (i) => /<path d="(M[^L]*)L/.exec(animation.frame(i).replace(/<path d="[^"]*" stroke=/g, ""))?.[1],
  );
  assert.equal(roots[0], roots[1]);
});

test("a pose is drawn by the same lines in the film strip and in motion", () => {
  const colours = (svg: string) => [...svg.matchAll(/fill="none" stroke="(#\w+)"/g)].map(([, colour]) => colour);
  assert.deepEqual(new Set(colours(animate(twoPeople).frame(1))), new Set(colours(filmStrip(twoPeople))));
});
