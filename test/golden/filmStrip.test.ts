import { placeOf } from "../fixtures/data/synthetic";
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSkeleton, type SkeletonMotion, type SkeletonPayload } from "../../src/common/payloads/skeleton";
import { filmStrip } from "../../src/figures/filmStrip";
import { picksOfData, skeletonPayload } from "../../src/worker/running/views/skeletonClips";
import { importDataset } from "../../src/worker/importing/importDataset";
import { twoPeople } from "../unit/figures/skeletons";
import { assertGolden } from "./golden";

const view = {
  kind: "view",
  view: "skeleton",
  id: "v",
  index: 0,
  needs: [],
  of: "d",
  ofKind: "data",
  with: [],
  minus: null,
  clips: null,
} as const;

test("the sample's first clips are drawn as committed", async () => {
  const sample = await importDataset(placeOf("ui-prmd"), { folder: "/", imports: "/" });
  const picks = picksOfData({ ...view, count: 2 }, sample);
  const predicted = picks.map((pick, i) => ({ ...pick, predicted: i }));
  assertGolden("film-strip.svg", filmStrip(decoded(skeletonPayload("#d: ui-prmd", sample, predicted)), { poses: 6 }));
});

test("bodies that come and go, one frame, no values and hostile names are drawn as committed", () => {
  const svg = filmStrip(twoPeople);
  assert.doesNotMatch(svg, /<script|<svg onload|<b>/);
  assert.equal(svg.match(/<g /g)!.length, 3, "two poses and one");
  assertGolden("film-strip-hostile.svg", svg);
});

function decoded(payload: SkeletonPayload): SkeletonMotion {
  const checked = checkSkeleton(payload);
  assert.ok(checked.ok);
  return checked.payload;
}
