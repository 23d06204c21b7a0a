import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { pairedBootstrap } from "../../../../../src/model/statistics/bootstrap";
import { compareVariants, contrastBetween } from "../../../../../src/worker/running/ablation/compareVariants";
import type { VariantRuns } from "../../../../../src/worker/running/ablation/variantRuns";
import type { FinishedRun } from "../../../../../src/worker/running/plan";
import { readScores, writeScores } from "../../../../../src/worker/store/scores";
import { finishedRun } from "../../runs/finishedRun";
import { smallConfig } from "../../training/fakes";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-variants-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const notebook = (): string => join(root, "n.hgl.md");
const bits = (text: string): number[] => [...text].map(Number);

/** A row whose runs recognised the test clips that are 1, a text for each seed from 1 on. */
function row(label: string, lr: number, ...right: readonly string[]): VariantRuns {
  return rowOf(label, lr, new Map(right.map((text, i) => [i + 1, text])));
}

function rowOf(label: string, lr: number, right: ReadonlyMap<number, string>): VariantRuns {
  const runs = [...right].map(([seed, text]): FinishedRun => {
    const config = { ...smallConfig, seed, train: { ...smallConfig.train, lr } };
    const folder = finishedRun(join(root, ".hgl", "runs"), config, bits(text));
    return { cell: "a", config, spec: folder.spec(), folder, result: folder.storedResult()!, cached: true };
  });
  const costs = { parameters: null, macs: null, milliseconds: null };
  return { label, levels: [label], also: [], seeds: 2, ids: runs.map(({ folder }) => folder.id), runs, ...costs };
}

test("one seed: the exact McNemar test, Newcombe's interval and Cohen's g, as reckoned by hand", () => {
  // 2 clips only the baseline has, 8 only the variant: p = 2 (1 + 10 + 45) / 2^10, g = 8/10 - 1/2.
  const contrast = contrastBetween([
    { before: Uint8Array.from(bits("11000000001111111111")), after: Uint8Array.from(bits("00111111111111111111")) },
  ]);
  assert.equal(contrast.p.toFixed(10), (112 / 1024).toFixed(10));
  assert.equal(contrast.difference.toFixed(10), "0.3000000000");
  assert.equal(contrast.g!.toFixed(10), "0.3000000000");
  assert.ok(contrast.interval.low < 0.3 && contrast.interval.high > 0.3);
  assert.deepEqual([contrast.seeds, contrast.clips], [1, 20]);
});

test("several seeds: the paired bootstrap over those that both have, the same each time", () => {
  const before = ["110010", "101010"];
  const after = ["111011", "111110"];
  const [, variant] = compareVariants([row("full", 0.1, ...before), row("gsm", 0.2, ...after)], notebook());
  const expected = pairedBootstrap(before.map(bits), after.map(bits));
  const { difference, interval, p, seeds } = variant!.contrast!;
  assert.deepEqual({ difference, interval, p }, expected);
  assert.equal(seeds, 2);
  // Of twelve predictions four are gained and none is lost.
  assert.equal(difference.toFixed(10), (4 / 12).toFixed(10));
  assert.equal(variant!.contrast!.g, 0.5);
});

test("seeds that only one of both has are left out, and a row without a common seed has no test", () => {
  const baseline = row("full", 0.1, "1100", "1111");
  const late = rowOf("late", 0.2, new Map([[2, "0111"]]));
  const other = rowOf("other seed", 0.3, new Map([[3, "1111"]]));
  const nothing = row("nothing yet", 0.4);
  const [, ...tested] = compareVariants([baseline, late, other, nothing], notebook());
  assert.deepEqual(
    tested.map(({ contrast, unpaired }) => [contrast?.seeds ?? null, contrast?.difference ?? null, unpaired]),
    [
      [1, -0.25, null],
      [null, null, null],
      [null, null, null],
    ],
  );
  assert.deepEqual(
    compareVariants([row("empty", 0.5), late], notebook()).map(({ contrast }) => contrast),
    [null, null],
  );
  assert.deepEqual(compareVariants([], notebook()), []);
});

test("Holm's correction is over the rows that were tested, those without a test not counted", () => {
  const baseline = row("full", 0.1, "000000000011111");
  const rows = [
    baseline,
    row("nothing yet", 0.2),
    // 10 gained: p = 2/2^10. 6 gained: p = 2/2^6. As many lost as gained: p = 1.
    row("ten", 0.3, "111111111111111"),
    row("same", 0.4, "000000000111110"),
    row("six", 0.5, "111111000011111"),
  ];
  const [, nothing, ten, same, six] = compareVariants(rows, notebook());
  assert.equal(nothing!.contrast, null);
  assert.deepEqual(
    [ten, same, six].map((one) => [one!.contrast!.p, one!.contrast!.holm].map((p) => p.toFixed(8))),
    [
      [2 / 1024, (3 * 2) / 1024],
      [1, 1],
      [2 / 64, (2 * 2) / 64],
    ].map((ps) => ps.map((p) => p.toFixed(8))),
  );
});

test("other test clips are not paired, and the row says why; the other rows are tested as if it were not there", () => {
  const baseline = row("full", 0.1, "0000000000");
  const rows = [baseline, row("other split", 0.2, "11110000"), row("gsm", 0.3, "1111111111")];
  const [, split, gsm] = compareVariants(rows, notebook());
  assert.equal(split!.contrast, null);
  assert.match(split!.unpaired!, /they were tested on other clips \(10 clips and 8\): "clip-8" is one of /);
  assert.equal(gsm!.contrast!.holm, gsm!.contrast!.p);
});

test("a row that is as right everywhere has p 1 and no effect size", () => {
  const [, same] = compareVariants([row("full", 0.1, "1010"), row("same", 0.2, "1010")], notebook());
  assert.deepEqual([same!.contrast!.p, same!.contrast!.g, same!.contrast!.difference], [1, null, 0]);
});

test("what was computed of the same runs is not read again", () => {
  const rows = [row("full", 0.1, "110010"), row("gsm", 0.2, "111011"), row("other split", 0.3, "11")];
  const before = compareVariants(rows, notebook());
  for (const { runs } of rows) for (const { folder } of runs) rmSync(folder.scoresPath, { recursive: true });
  assert.deepEqual(compareVariants(rows, notebook()), before);
});

test("scores that cannot be read leave a row without a test until they are there again", () => {
  const rows = [row("full", 0.1, "110010"), row("gsm", 0.2, "111011")];
  const { scoresPath } = rows[1]!.runs[0]!.folder;
  renameSync(scoresPath, `${scoresPath}-away`);
  const [, damaged] = compareVariants(rows, notebook());
  assert.equal(damaged!.contrast, null);
  assert.match(damaged!.unpaired!, /test\.npy: the file is missing/);
  renameSync(`${scoresPath}-away`, scoresPath);
  assert.equal(compareVariants(rows, notebook())[1]!.contrast!.seeds, 1);
});

test("a clip is the same clip in every seed and row, whatever the order of their files", () => {
  const rows = [row("full", 0.1, "110010", "101010"), row("gsm", 0.2, "111011", "111110")];
  const before = compareVariants(rows, notebook())[1]!.contrast;
  rmSync(join(root, ".hgl", "data"), { recursive: true });
  for (const { folder } of [rows[0]!.runs[1]!, rows[1]!.runs[1]!]) turnRound(folder.scoresPath);
  assert.deepEqual(compareVariants(rows, notebook())[1]!.contrast, before);
});

/** Writes a run's clips from the last to the first. */
function turnRound(scores: string): void {
  const { logits, labels, clips, classes } = readScores(scores, "test");
  const from = [...clips.keys()].reverse();
  writeScores(scores, "test", {
    logits: Float32Array.from(from.flatMap((clip) => [...logits.subarray(clip * classes, (clip + 1) * classes)])),
    labels: Int32Array.from(from, (clip) => labels[clip]!),
    clips: from.map((clip) => clips[clip]!),
    classes,
  });
}
