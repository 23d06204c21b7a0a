import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { FinishedRun } from "../../../../../src/worker/running/plan";
import { comparedClips, testClips, testClipsIfThere } from "../../../../../src/worker/running/views/testClips";
import { writeScores } from "../../../../../src/worker/store/scores";

const root = mkdtempSync(join(tmpdir(), "hgl-clips-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** A finished run with scores that take each clip for a class; what else a run has is not looked at. */
function run(id: string, clips: Readonly<Record<string, readonly [truth: number, predicted: number]>>, classes = 3) {
  const scoresPath = join(root, id);
  const rows = Object.values(clips);
  writeScores(scoresPath, "test", {
    clips: Object.keys(clips),
    labels: Int32Array.from(rows, ([truth]) => truth),
    logits: Float32Array.from(
      rows.flatMap(([, predicted]) => Array.from({ length: classes }, (_, i) => +(i === predicted))),
    ),
    classes,
  });
  const names = ["sit", "stand", "wave", "bow"].slice(0, classes);
  return {
    spec: { runId: id },
    config: { seed: 1 },
    folder: { scoresPath },
    result: { classes: names },
  } as unknown as FinishedRun;
}

const group = (id: string, ...runs: FinishedRun[]) => ({ id, runs });
const numbers = ({ predictions }: { predictions: readonly { classes: ArrayLike<number> }[] }) =>
  predictions.map(({ classes }) => Array.from(classes));

test("clips are told once, with what each run took them for", () => {
  const judged = testClips([run("a", { x: [0, 0], y: [1, 2] }), run("b", { x: [0, 1], y: [1, 1] })]);
  assert.deepEqual(
    [judged.ids, Array.from(judged.truth), numbers(judged)],
    [
      ["x", "y"],
      [0, 1],
      [
        [0, 2],
        [1, 1],
      ],
    ],
  );
  assert.deepEqual(
    judged.predictions.map((one) => [one.run, one.seed]),
    [
      ["a", 1],
      ["b", 1],
    ],
  );
});

test("runs of other clips, and scores that are gone, are the store's fault; a matrix does without them", () => {
  const runs = [run("c", { x: [0, 0] }), run("d", { y: [0, 0] })];
  assert.throws(() => testClips(runs), /its test clips are not those of the other seeds; run the cell again/);
  assert.equal(testClipsIfThere(runs), undefined);
  rmSync(join(root, "c", "test.npy"));
  assert.throws(() => testClips(runs), /the file is missing/);
  assert.equal(testClipsIfThere(runs), undefined);
});

test("two cells are compared clip by clip, in the order of the first", () => {
  const [own, other] = comparedClips(
    "v",
    group("now", run("e", { x: [0, 0], y: [1, 2], z: [2, 2] })),
    group("old", run("f", { z: [2, 0], x: [0, 1], y: [1, 1] })),
  );
  assert.deepEqual(other.ids, own.ids);
  assert.deepEqual([Array.from(other.truth), numbers(other)], [[0, 1, 2], [[1, 1, 0]]]);
});

test("what cannot be compared is said with what differs", () => {
  const now = group("now", run("g", { x: [0, 0], y: [1, 2] }));
  const cases: [ReturnType<typeof run>, RegExp][] = [
    [run("h", { x: [0, 0], y: [1, 1] }, 4), /#v: #now tells apart 3 classes, and #old 4; compare two train cells/],
    [
      { ...run("i", { x: [0, 0], y: [1, 1] }), result: { classes: ["sit", "lie", "wave"] } } as unknown as FinishedRun,
      /class 2 of #now is "stand", and of #old "lie"/,
    ],
    [
      run("j", { x: [0, 0], q: [1, 1] }),
      /tested on 2 clips and #old on 2, .* "y" is a test clip of #now and not of #old/,
    ],
    [run("k", { x: [0, 0], y: [1, 1], q: [1, 1] }), /and #old on 3, .* "q" is a test clip of #old and not of #now/],
    [run("l", { x: [1, 0], y: [1, 1] }), /clip "x" is "sit" in #now and "stand" in #old/],
  ];
  for (const [old, pattern] of cases) assert.throws(() => comparedClips("v", now, group("old", old)), pattern);
});
