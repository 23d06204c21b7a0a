import assert from "node:assert/strict";
import { test } from "node:test";
import type { AlignmentScores, LanguageResult, RunResult } from "../../../src/common/runRecord";
import { languageTable, retrievalTable } from "../../../src/figures/languageTable";
import { toText } from "../../../src/figures/table";

const found = (r1: number): AlignmentScores["skeletonToText"] => ({ queries: 20, gallery: 8, r1, r5: 1 });
const scores = (r1: number, zeroShot: AlignmentScores["zeroShot"] = null): AlignmentScores => ({
  clips: 20,
  texts: 8,
  skeletonToText: found(r1),
  textToSkeleton: found(r1 / 2),
  byText: r1,
  zeroShot,
});
const zero = { clips: { seen: 15, unseen: 5 }, unseenAlone: null, seen: 0.8, unseen: 0.2, harmonic: 0.32 };
const language = (r1: number, changes: Partial<LanguageResult> = {}): LanguageResult => ({
  level: "class",
  encoder: "use-lite-en",
  test: scores(r1),
  validation: scores(1),
  similar: [{ classes: ["sit", "stand"], cosine: 0.874 }],
  ...changes,
});
const run = (told: Partial<RunResult>) => ({ result: told as RunResult });

test("a cell's table names the descriptions' level, the encoder, and what a hit is", () => {
  const table = languageTable([run({ language: language(0.5) }), run({ language: language(0.7) })])!;
  const text = toText(table, 200);
  for (const line of [
    /Skeletons and class-level text +Test +Validation/,
    /Skeleton to text, R@1 \(%\) +60\.00 ± 14\.14 +100\.00 ± 0\.00/,
    /Text to skeleton, R@1 \(%\) +30\.00/,
    /use-lite-en.*a hit is of the same class, and a tie is a miss/,
    /sit and stand \(cosine 0\.87\)/,
  ])
    assert.match(text, line);
  assert.doesNotMatch(text, /unseen/i);
});

test("held-out classes have rows of their own and are named", () => {
  const told = {
    unseen: ["wave"],
    language: language(0.5, { test: scores(0.5, zero), level: "clip", validation: null }),
  };
  const text = toText(languageTable([run(told)])!, 200);
  for (const line of [
    /clip-level text/,
    /clips of unseen ones \(%\) +20\.00/,
    /Harmonic mean of both \(%\) +32\.00/,
    /Never trained on: wave/,
    /the clip's own/,
  ])
    // prettier-ignore
    assert.match(text, line);
  assert.doesNotMatch(text, /Validation|Unseen classes alone/);
});

test("cells without alignment are left out, and none is no table", () => {
  assert.equal(languageTable([run({})]), null);
  assert.equal(retrievalTable([{ name: "a", runs: [run({})] }]), null);
  const groups = [{ name: "a", runs: [run({})] }, { name: "b", runs: [run({ language: language(0.25) })] }]; // prettier-ignore
  const { rows, columns } = retrievalTable(groups)!;
  assert.deepEqual(rows.map(([cell, level]) => [cell, level]), [["b", "class-level text"]]); // prettier-ignore
  assert.equal(columns.length, rows[0]!.length);
});
