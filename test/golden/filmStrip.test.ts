import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSkeleton, type SkeletonMotion, type SkeletonPayload } from "../../src/common/payloads/skeleton";
import { filmStrip } from "../../src/figures/filmStrip";
import { picksOfData, skeletonPayload } from "../../src/worker/running/skeletonView";
import { importDataset } from "../../src/worker/importing/importDataset";
import { assertGolden } from "./golden";

const view = {
  kind: "view",
  view: "skeleton",
  id: "v",
  index: 0,
  needs: [],
  of: "d",
  ofKind: "data",
  clips: null,
} as const;

test("the sample's first clips are drawn as committed", async () => {
  const sample = await importDataset("ui-prmd", "auto", "/");
  const picks = picksOfData({ ...view, count: 2 }, sample);
  const predicted = picks.map((pick, i) => ({ ...pick, predicted: i }));
  assertGolden("film-strip.svg", filmStrip(decoded(skeletonPayload("#d: ui-prmd", sample, predicted)), { poses: 6 }));
});

const two: SkeletonMotion = {
  kind: "skeleton",
  version: 1,
  title: 'Two "people" <b>',
  joints: ["root", "hand", "foot"],
  parents: [-1, 0, 0],
  partOf: [0, 1, 1],
  parts: ["trunk", "arm"],
  framesPerSecond: 30,
  clips: [
    {
      id: "hostile<script>alert(1)</script>",
      label: "wave & \u202e<svg onload=x>",
      predicted: "nothing",
      frames: 2,
      bodies: 2,
      unit: 0.001,
      // The second body is absent from the first frame.
      coordinates: Int16Array.from([
        0,
        100,
        0,
        50,
        200,
        0,
        0,
        0,
        0,
        ...Array<number>(9).fill(0),
        ...[0, 100, 0, 60, 180, 0, 0, 1, 0],
        ...[300, 90, 0, 350, 190, 0, 300, 2, 0],
      ]),
    },
    { id: "one", label: "stands", predicted: null, frames: 1, bodies: 1, unit: 1, coordinates: new Int16Array(9) },
  ],
};

test("bodies that come and go, one frame, no values and hostile names are drawn as committed", () => {
  const svg = filmStrip(two);
  assert.doesNotMatch(svg, /<script|<svg onload|<b>/);
  assert.equal(svg.match(/<g /g)!.length, 3, "two poses and one");
  assertGolden("film-strip-hostile.svg", svg);
});

function decoded(payload: SkeletonPayload): SkeletonMotion {
  const checked = checkSkeleton(payload);
  assert.ok(checked.ok);
  return checked.payload;
}
