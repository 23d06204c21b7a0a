import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Dataset } from "../../../../../src/model/data/dataset";
import { picksOfData, picksOfRun, skeletonPayload } from "../../../../../src/worker/running/views/skeletonClips";
import { RunFolder } from "../../../../../src/worker/store/runFolder";
import { writeScores } from "../../../../../src/worker/store/scores";
import { syntheticDataset } from "../../../../fixtures/data/synthetic";
import { prepareRun, smallDataset } from "../../training/fakes";

const root = mkdtempSync(join(tmpdir(), "hgl-view-"));
after(() => rmSync(root, { recursive: true, force: true }));

const view = {
  kind: "view",
  view: "skeleton",
  id: "v",
  index: 0,
  needs: [],
  of: "base",
  ofKind: "train",
  with: [],
  minus: null,
  clips: null,
  count: 4,
} as const;

/** Coordinates of a clip as the player gets them back, in metres. */
function unpack({ coordinates, unit }: { coordinates: string; unit: number }): number[] {
  const bytes = Buffer.from(coordinates, "base64");
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2) * unit);
}

test("coordinates come back within half a unit, in the finest unit that fits", () => {
  const dataset = smallDataset();
  const payload = skeletonPayload("t", dataset, [{ clip: 3, predicted: 1 }]);
  const [clip] = payload.clips;
  const { frames, label } = dataset.clips[3]!;
  const values = dataset.values.of(3);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.equal(clip!.unit, largest / 32767);
  // These coordinates look like a sensor's own, so x and z change sign.
  for (const [i, value] of unpack(clip!).entries())
    assert.ok(Math.abs(value - values[i]! * (i % 3 === 1 ? 1 : -1)) <= clip!.unit * 0.501);
  assert.deepEqual([clip!.label, clip!.predicted, clip!.frames], [dataset.classes[label], "stand", frames]);
});

test("a sensor's own axes are turned half round, so that one sees the scene from where it stood", () => {
  const away = syntheticDataset("ucla20", [{ frames: 2 }], (_c, _f, _b, joint, axis) => [joint / 10, 1, 2.5][axis]!);
  const toward = syntheticDataset(
    "uiprmd22",
    [{ frames: 2 }],
    (_c, _f, _b, joint, axis) => [joint / 10, 1, -2.5][axis]!,
  );
  const first = (dataset: Dataset, joint: number) =>
    unpack(skeletonPayload("t", dataset, [{ clip: 0, predicted: null }]).clips[0]!)
      .slice(joint * 3, joint * 3 + 3)
      .map((value) => Math.round(value * 100) / 100);
  assert.deepEqual(first(away, 5), [-0.5, 1, -2.5]);
  assert.deepEqual(first(toward, 5), [0.5, 1, -2.5]);
});

test("a body that is absent stays all zero, a clip of zeros too", () => {
  const dataset = syntheticDataset("ntu25", [{ frames: 2 }], (_c, frame, body) =>
    body === 1 || frame === 1 ? 0 : 1.5,
  );
  const values = unpack(skeletonPayload("t", dataset, [{ clip: 0, predicted: null }]).clips[0]!);
  assert.ok(values.slice(75).every((value) => value === 0) && values.slice(0, 75).every((value) => value !== 0));
  const nothing = syntheticDataset("ntu25", [{ frames: 1 }], () => 0);
  assert.ok(
    unpack(skeletonPayload("t", nothing, [{ clip: 0, predicted: null }]).clips[0]!).every((value) => value === 0),
  );
});

test("parts are limbs by side, for every skeleton", () => {
  const { parts, partOf, joints } = skeletonPayload("t", smallDataset(), []);
  const partOfJoint = (name: string) => parts[partOf[joints.indexOf(name)]!];
  assert.deepEqual(["head", "leftWrist", "rightHand", "leftHip", "rightFoot"].map(partOfJoint), [
    "trunk",
    "left arm",
    "right arm",
    "left leg",
    "right leg",
  ]);
});

test("of a data cell: the first clip of each of the first classes, or those named", () => {
  const dataset = smallDataset();
  const ids = (picks: readonly { clip: number }[]) => picks.map(({ clip }) => dataset.clips[clip]!.id);
  assert.deepEqual(ids(picksOfData({ ...view, count: 2 }, dataset)), ["s1c0r0", "s1c1r0"]);
  assert.deepEqual(ids(picksOfData({ ...view, clips: ["s3c2r1", "s1c0r0"] }, dataset)), ["s3c2r1", "s1c0r0"]);
  assert.throws(
    () => picksOfData({ ...view, clips: ["s3c2r9"] }, dataset),
    /#v: small has no clip "s3c2r9"; did you mean "s3c2r\d"\?\./,
  );
});

test("of a train cell: the surest mistakes first, then one of each class, with what was predicted", () => {
  const dataset = smallDataset();
  const run = prepareRun(root);
  const clips = ["s5c0r0", "s5c0r1", "s5c1r0", "s5c1r1", "s5c2r0", "s5c2r1"];
  const rows = [
    [0, 1, 0], // sit taken for stand, not sure
    [9, 0, 0],
    [0, 9, 0],
    [9, 0, 0], // stand taken for sit, sure
    [0, 0, 9],
    [0, 0, 9],
  ];
  writeScores(run.scoresPath, "test", {
    logits: Float32Array.from(rows.flat()),
    labels: Int32Array.from([0, 0, 1, 1, 2, 2]),
    clips,
    classes: 3,
  });
  const planned = { cell: "base", config: run.spec().config, spec: run.spec(), folder: new RunFolder(run.path) };
  const picks = picksOfRun({ ...view, count: 5 }, dataset, planned);
  assert.deepEqual(
    picks.map(({ clip, predicted }) => [dataset.clips[clip]!.id, predicted]),
    [
      ["s5c1r1", 0],
      ["s5c0r0", 1],
      ["s5c0r1", 0],
      ["s5c1r0", 1],
      ["s5c2r0", 2],
    ],
  );
  const named = picksOfRun({ ...view, clips: ["s5c0r0", "s1c0r0"] }, dataset, planned);
  assert.deepEqual(
    named.map(({ predicted }) => predicted),
    [1, null],
    "a training clip has no prediction",
  );
});
