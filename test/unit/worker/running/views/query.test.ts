import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { checkEmbedding } from "../../../../../src/common/payloads/embedding";
import { checkQuery, type QueryPayload } from "../../../../../src/common/payloads/query";
import { checkSkeleton, MOST_SKELETON_CLIPS } from "../../../../../src/common/payloads/skeleton";
import { alignmentScores } from "../../../../../src/model/evaluation/alignmentScores";
import type { ResolvedQuery } from "../../../../../src/notebook/resolve";
import { standings } from "../../../../../src/worker/embedding/embed";
import { encodeClipStore } from "../../../../../src/worker/importing/clipStore";
import { openNotebook } from "../../../../../src/worker/running/openNotebook";
import { storeSource } from "../../../../../src/worker/running/figures/storeSource";
import { embeddingPayload } from "../../../../../src/worker/running/views/embeddingPoints";
import { queryInWords } from "../../../../../src/worker/running/views/query";
import { queryPayload, ranksOf } from "../../../../../src/worker/running/views/queryRanks";
import { splitDataset } from "../../../../../src/model/data/split";
import { textsOfRun } from "../../../../../src/worker/text/textFile";
import { hgl } from "../../cli/recorder";
import { smallDataset } from "../../training/fakes";

const cell = (kind: string, id: string, ...lines: string[]): string => `\`\`\`hgl ${kind} #${id}\n${lines.join("\n")}\n\`\`\`\n\n`; // prettier-ignore
const NOTEBOOK = [
  "---\nhgl: 1\n---\n\n",
  cell("data", "clips", "source: ./small.hgl-clips", "validation: 0.25", "window: 16", "unseen: [wave]"),
  cell("model", "net", "preset: hglnet-xs"),
  cell("text", "words", "data: clips", "source: names"),
  cell("train", "base", "data: clips", "model: net", "text: words", "epochs: 1", "batch: 6", "ema: 0.9"),
  cell("view", "ask", "view: query", "of: base", 'query: ["a person waves a hand", "somebody sits down"]', "count: 3"),
  cell("table", "found", "table: retrieval", "of: base", "formats: [md]"),
].join("");

let root = "";
let told = "";
before(async () => {
  root = mkdtempSync(join(tmpdir(), "hgl-query-"));
  writeFileSync(join(root, "small.hgl-clips"), encodeClipStore(smallDataset()));
  writeFileSync(join(root, "n.hgl.md"), NOTEBOOK);
  const { status, out, err } = await hgl("run", join(root, "n.hgl.md"));
  assert.deepEqual([status, err], [0, ""]);
  told = out;
});
after(() => rmSync(root, { recursive: true, force: true }));

async function opened() {
  const source = storeSource(openNotebook(join(root, "n.hgl.md")));
  const dataset = await source.dataset("clips");
  const [base] = await source.finished("base");
  return { source, dataset, base: base! };
}

test("a run tells in the terminal what is class-level text and what is of seen classes alone", () => {
  for (const line of [
    /Skeletons and class-level text/,
    /Skeleton to text, R@1 \(%\)/,
    /Top-1 \(%\), last epoch, seen /,
    /never trained on: wave/i,
    /test \d+\.\d %.* \(seen classes\)/,
    /base +class-level text +use-lite-en \S+ +1/,
    /“a person waves a hand”/,
  ])
    assert.match(told, line);
});

test("clips are ranked by a sentence as the run's own texts are, and unseen classes are marked", async () => {
  const { source, dataset, base } = await opened();
  const ask = source.opened.cells.find(({ id }) => id === "ask") as ResolvedQuery;
  const payload = await queryPayload(ask, base, source);
  const check = checkQuery(JSON.parse(JSON.stringify(payload)));
  assert.ok(check.ok, check.ok ? "" : check.reason);
  assert.deepEqual(check.payload, JSON.parse(JSON.stringify(payload)));
  assert.ok(checkSkeleton(payload.motion).ok);
  assert.equal(payload.level, "class");
  for (const { ranked } of payload.sentences) {
    assert.equal(ranked.length, 3);
    assert.ok(ranked.every(({ cosine }, i) => i === 0 || cosine <= ranked[i - 1]!.cosine));
    assert.ok(ranked.every(({ label, unseen }) => unseen === (label === "wave")));
  }
  assert.equal(payload.motion.clips.length, Math.min(MOST_SKELETON_CLIPS, 6));
  assert.match(payload.motion.clips[3]!.note!, /no\. 1 for “somebody sits down”, cosine -?\d\.\d\d/);
  assert.match(queryInWords(payload), /class-level text/);

  // A sentence that is one of the run's texts stands where that text stands.
  const same = await queryPayload({ ...ask, sentences: ["sit"], count: 8 }, base, source);
  const features = textsOfRun(base.spec, dataset, base.folder.path);
  const clips = splitDataset(dataset, base.config.data, base.config.seed).test;
  const stand = await standings(base.folder, dataset, clips, features, features.sentences);
  const expected = ranksOf(stand, clips, features.texts.indexOf("sit")).slice(0, 8);
  assert.deepEqual(same.sentences[0]!.ranked.map(({ id }) => id), expected.map(({ clip }) => dataset.clips[clip]!.id)); // prettier-ignore

  // And what the run told at its end follows from the same vectors.
  const described = clips.map((clip) => dataset.clips[clip]!);
  const scores = await alignmentScores(stand.clips, stand.sentences, described, features, 3, new Set([2]));
  assert.deepEqual(scores, base.result.language!.test);
});

test("clips and texts lie in one projection", async () => {
  const { source, base } = await opened();
  const wanted = { id: "v", of: "base", split: "test", projection: "pca", modality: "both" } as const;
  const payload = await embeddingPayload(wanted, base, source);
  assert.ok(checkEmbedding(payload).ok);
  const texts = payload.points.filter(({ modality }) => modality === "text");
  assert.deepEqual(texts.map(({ id, label }) => [id, label]), [["sit", 0], ["stand", 1], ["wave", 2]]); // prettier-ignore
  assert.equal(payload.points.length, payload.clips + 3);
  assert.equal(payload.features, base.config.language!.width);
  assert.match(payload.title, /class-level text/);
  const alone = await embeddingPayload({ ...wanted, modality: "skeleton" }, base, source);
  assert.ok(alone.points.every(({ modality }) => modality === "skeleton"));
  assert.notEqual(alone.features, payload.features);
  const plain = { ...base, config: { ...base.config, language: null } };
  await assert.rejects(embeddingPayload(wanted, plain, source), /#base was not aligned with descriptions/);
});

test("hostile rankings are refused", () => {
  const good = {
    kind: "query",
    version: 1,
    title: "t",
    level: "class",
    encoder: "e",
    clips: 1,
    sentences: [],
    motion: {},
  };
  assert.ok(checkQuery(good).ok);
  const rank = { id: "a", label: "b", cosine: 0.5, unseen: false };
  const ranked = (change: object): QueryPayload => ({ ...good, sentences: [{ text: "x", ranked: [{ ...rank, ...change }] }] }) as unknown as QueryPayload; // prettier-ignore
  assert.ok(checkQuery(ranked({})).ok);
  for (const [value, reason] of [
    [{ ...good, level: "all" }, /level is "all"/],
    [{ ...good, sentences: new Array(9).fill({ text: "", ranked: [] }) }, /sentences has 9 items/],
    [ranked({ cosine: NaN }), /cosine is NaN/],
    [ranked({ unseen: 1 }), /unseen is 1/],
  ] as const) {
    const check = checkQuery(value);
    assert.ok(!check.ok && reason.test(check.reason), check.ok ? "passed" : check.reason);
  }
});
