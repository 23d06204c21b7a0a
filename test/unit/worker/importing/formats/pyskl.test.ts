import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pyskl } from "../../../../../src/worker/importing/formats/pyskl";
import { allClips, CONTAINERS } from "../../../../fixtures/data/containers";
import { chain17 } from "../../../../fixtures/data/chain17";

test("a file on disk gives its clips", () => {
  const path = join(CONTAINERS, "ntu_3d_protocol4.pkl");
  assert.ok(pyskl.recognises(path, false));
  assert.ok(!pyskl.recognises(CONTAINERS, true));
  assert.equal(allClips(pyskl.open(path, {})).length, 3);
});

test("Kinetics' keypoints are found in kpfiles beside the table of contents", () => {
  const clips = allClips(pyskl.open(join(CONTAINERS, "k400.pkl"), { layout: chain17 }));
  assert.deepEqual(
    clips.map((clip) => [clip.id, "leftOut" in clip]),
    [
      ["video1", false],
      ["video2", false],
    ],
  );
});
