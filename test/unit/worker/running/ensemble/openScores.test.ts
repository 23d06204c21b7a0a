import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openScores } from "../../../../../src/worker/running/ensemble/openScores";
import { encodeNpy, writeScores } from "../../../../../src/worker/store/scores";
import { containerBytes, refuses } from "../../../../fixtures/data/containers";

let root = "";
before(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-scores-"));
});
after(() => rmSync(root, { recursive: true, force: true }));

const scores = {
  logits: Float32Array.of(1, 2, 3, 4),
  labels: Int32Array.of(1, 0),
  clips: ["a", "b"],
  classes: 2,
};

test("a run's own scores are read with their labels and clips", () => {
  writeScores(root, "test", scores);
  assert.deepEqual(openScores(join(root, "test.npy")), scores);
});

test("labels lie beside a file that has none, whatever its ending", () => {
  writeFileSync(join(root, "joint.pkl"), containerBytes("scores/ctrgcn.pkl"));
  assert.equal(openScores(join(root, "joint.pkl")).labels, null);
  writeFileSync(join(root, "joint.labels.npy"), encodeNpy(Int32Array.of(2, 0, 1), [3]));
  assert.deepEqual([...openScores(join(root, "joint.pkl")).labels!], [2, 0, 1]);
  writeFileSync(join(root, "joint.labels.npy"), encodeNpy(Int32Array.of(2, 0), [2]));
  refuses(() => openScores(join(root, "joint.pkl")), /joint\.labels\.npy: 2 labels lie beside the scores of 3 clips/);
  writeFileSync(join(root, "joint.labels.npy"), encodeNpy(Int32Array.of(2, 0, 4), [3]));
  refuses(() => openScores(join(root, "joint.pkl")), /joint\.labels\.npy: clip 3 has label 4 of 4 classes/);
});

test("names beside a file that fit it not are refused", () => {
  writeScores(root, "bare", scores);
  for (const [json, sentence] of [
    ["[", /bare\.clips\.json: the file is no JSON/],
    ["{}", /the file is no list of clip names/],
    ['["a"]', /1 names lie beside the scores of 2 clips/],
    ['["a","a"]', /clips 1 and 2 are both called "a"/],
  ] as const) {
    writeFileSync(join(root, "bare.clips.json"), json);
    refuses(() => openScores(join(root, "bare.npy")), sentence);
  }
});

test("a file that is not there is told", () => {
  assert.throws(
    () => openScores(join(root, "none.npy")),
    /none\.npy: there is no such file; correct the path under `members`/,
  );
});
