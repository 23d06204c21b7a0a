import assert from "node:assert/strict";
import { test } from "node:test";
import type { NetworkMap } from "../../../../src/model/evaluation/maps";
import { meanOfHeads, shortened } from "../../../../src/worker/attention/payload";
import { sampledClips } from "../../../../src/worker/attention/sample";
import { checkComparable } from "../../../../src/worker/attention/comparableRuns";
import { RunFolder } from "../../../../src/worker/store/runFolder";
import { writeScores } from "../../../../src/worker/store/scores";
import type { PlannedRun } from "../../../../src/worker/running/plan";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareRun, smallConfig, smallDataset } from "../training/fakes";

function frames(
  rows: number,
  columns: number,
  part: string,
  value: (row: number, column: number) => number,
): NetworkMap {
  const values = Float32Array.from({ length: rows * columns }, (_, at) =>
    value(Math.floor(at / columns), at % columns),
  );
  return { term: "gta", block: 0, part, channel: null, body: 0, rows, columns, values, gate: null };
}

test("a map over many frames is told in steps, and what each step gathers still adds up to 1", () => {
  const even = frames(150, 300, "head 1", (row, column) => (column === 2 * row ? 0.7 : 0.3 / 299));
  const { rows, columns, values } = shortened(even);
  assert.deepEqual([rows, columns], [50, 100]);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    assert.ok(Math.abs(own.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
  }
  assert.ok(values[0]! > 0.3, "its strongest place is where it was");
  const short = frames(4, 8, "head 1", () => 1 / 8);
  assert.equal(shortened(short), short);
});

test("heads are averaged block by block, other maps left as they are", () => {
  const other: NetworkMap = { ...frames(2, 2, "self", () => 3), term: "S", body: null };
  const maps = meanOfHeads([other, frames(2, 2, "head 1", () => 0.2), frames(2, 2, "head 2", () => 0.8)]);
  assert.equal(maps[0], other);
  assert.deepEqual(maps.slice(1).map(({ part, values }) => [part, [...values]]), [["mean of 2 heads", [0.5, 0.5, 0.5, 0.5]]]); // prettier-ignore
});

test("a sample of test clips has all classes, and all clips where they are few", () => {
  const root = mkdtempSync(join(tmpdir(), "hgl-sample-"));
  try {
    const folder = new RunFolder(root);
    const few = smallDataset();
    const clips = few.clips.filter(({ subject }) => subject > 4);
    const scores = (ids: readonly string[]) => ({
      logits: new Float32Array(3 * ids.length),
      labels: new Int32Array(ids.length),
      clips: ids,
      classes: 3,
    });
    writeScores(folder.scoresPath, "test", scores(clips.map(({ id }) => id)));
    const run = { folder } as unknown as PlannedRun;
    assert.equal(sampledClips(few, run).length, clips.length);

    const [first] = few.clips;
    const many = Array.from({ length: 640 }, (_, i) => ({ ...first!, id: `c${i}`, label: i % 3 }));
    writeScores(folder.scoresPath, "test", scores(many.map(({ id }) => id)));
    const sampled = sampledClips({ ...few, clips: many }, run);
    assert.equal(new Set(sampled).size, 64);
    for (const label of [0, 1, 2]) {
      const own = sampled.filter((clip) => many[clip]!.label === label).length;
      assert.ok(own === 21 || own === 22, `class ${label} has ${own}`);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("what keeps two networks from being subtracted is named", () => {
  const root = mkdtempSync(join(tmpdir(), "hgl-pair-"));
  try {
    const planned = (cell: string, config = smallConfig): PlannedRun => {
      const folder = prepareRun(root, config);
      return { cell, config, spec: folder.spec(), folder };
    };
    const { data, model } = smallConfig;
    const one = planned("one");
    checkComparable("x", one, planned("two", { ...smallConfig, seed: 9, data: { ...data, stream: "B" } }));
    const differs = (changed: Partial<typeof smallConfig>, message: RegExp) =>
      assert.throws(() => checkComparable("x", one, planned("two", { ...smallConfig, ...changed })), message);
    differs({ data: { ...data, window: 12 } }, /^HglError: #x: the window of #one is 8, that of #two is 12/);
    differs({ model: { ...model, gsm: "S" } }, /the network's gsm of #one is "S\+D\+Q", that of #two is "S"/);
    differs({ data: { ...data, split: { by: "subject", test: [1], train: [] } } }, /the split of #one/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
