import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DataConfig, ModelConfig, TrainConfig } from "../../../src/common/config";
import { HglError } from "../../../src/common/errors";
import { checkNotebook } from "../../../src/notebook/check";
import { parseNotebook } from "../../../src/notebook/parse";
import type { ResolvedCell, ResolveOptions } from "../../../src/notebook/resolve";
import { cellsFor, resolveNotebook } from "../../../src/notebook/resolve";

const fence = (kind: string, id: string, ...keys: string[]): string =>
  ["```hgl " + kind + " #" + id, ...keys, "```", ""].join("\n");
const HEAD = "---\nhgl: 1\n---\n";

function resolved(text: string, options?: ResolveOptions): ResolvedCell[] {
  return resolveNotebook(parseNotebook(HEAD + text), options);
}

function dataOf(...keys: string[]): DataConfig {
  const [cell] = resolved(fence("data", "d", ...keys));
  assert.ok(cell?.kind === "data");
  return cell.config;
}

function modelOf(...keys: string[]): ModelConfig {
  const [cell] = resolved(fence("model", "m", ...keys));
  assert.ok(cell?.kind === "model");
  return cell.config;
}

function trainOf(...keys: string[]): TrainConfig {
  const cell = resolved(
    fence("data", "d", "source: ui-prmd") + fence("model", "m") + fence("train", "t", "data: d", "model: m", ...keys),
  )[2];
  assert.ok(cell?.kind === "train");
  return cell.runs[0]!.train;
}

test("data has the recipe of its source", () => {
  const general = {
    source: "ui-prmd",
    format: "auto",
    layout: null,
    columns: null,
    bad: "refuse",
    split: { by: "default", test: [], train: [] },
    validation: 0.2,
    stream: "J",
    window: 64,
    secondBody: "zeros",
    testClips: 1,
    augment: {
      crop: [0.5, 1],
      testCrop: 0.95,
      rotation: 17,
      mirror: 0,
      minmax: false,
      resize: "interpolate",
      scale: null,
      shift: 0,
      jointMask: null,
      axisMask: 0,
    },
    repeat: 1,
  };
  const ucla = {
    window: 52,
    augment: {
      crop: null,
      testCrop: 1,
      rotation: 60,
      mirror: 0,
      minmax: true,
      resize: "sample",
      scale: null,
      shift: 0,
      jointMask: null,
      axisMask: 0,
    },
    repeat: 5,
  };
  assert.deepEqual(dataOf("source: ui-prmd"), general);
  assert.deepEqual(dataOf("source: data/NW-UCLA.zip"), { ...general, ...ucla, source: "data/NW-UCLA.zip" });
  assert.deepEqual(dataOf("source: clips", "format: nw-ucla"), {
    ...general,
    ...ucla,
    source: "clips",
    format: "nw-ucla",
  });
  assert.deepEqual(dataOf("source: ucla-like", "format: hgl"), { ...general, source: "ucla-like", format: "hgl" });
  assert.deepEqual(dataOf("source: nw-ucla", "window: 64", "augment: { crop: [0.5, 1], rotation: 0 }").augment, {
    ...ucla.augment,
    crop: [0.5, 1],
    rotation: 0,
  });
  assert.equal(dataOf("source: ui-prmd", "augment: { crop: null }").augment.crop, null);
  assert.deepEqual(dataOf("source: x", "split: { by: view, test: [3] }").split, { by: "view", test: [3], train: [] });
});

test("who knows the folder decides, and makes its path absolute", () => {
  const [cell] = resolved(fence("data", "d", "source: clips"), {
    format: () => "nw-ucla",
    path: (source) => `/home/${source}`,
  });
  assert.ok(cell?.kind === "data");
  assert.deepEqual([cell.config.window, cell.config.source], [52, "/home/clips"]);
  const [sample] = resolved(fence("data", "d", "source: ui-prmd"), { path: (source) => `/home/${source}` });
  assert.ok(sample?.kind === "data" && sample.config.source === "ui-prmd");
});

test("a model has its preset's blocks, and its own choices", () => {
  assert.deepEqual(modelOf(), {
    widths: [64, 64, 64, 128, 128, 128, 256, 256, 256],
    strides: [1, 1, 1, 2, 1, 1, 2, 1, 1],
    cts: "both",
    gsm: "S+D+Q",
    prior: "hierarchy",
    dht: "both",
    gta: "pooled",
    gtaHeads: 4,
    reduction: 8,
    lseGroups: 4,
    kernel: 5,
    dilations: [1, 2],
    dropout: 0,
  });
  assert.deepEqual(modelOf("preset: hglnet-s").widths, [32, 32, 64, 64, 128, 128]);
  assert.deepEqual(modelOf("preset: hglnet-xs", "gsm: S", "widths: [16, 16, 32, 32]").strides, [1, 2, 1, 2]);
});

test("training's defaults follow its length, optimizer and schedule", () => {
  const usual = trainOf();
  assert.deepEqual(
    [usual.epochs, usual.milestones, usual.warmup, usual.lr, usual.weightDecay, usual.nesterov],
    [65, [35, 55], 5, 0.1, 0.0004, true],
  );
  assert.deepEqual([trainOf("epochs: 20").milestones, trainOf("epochs: 20").warmup], [[11, 17], 5]);
  assert.deepEqual([trainOf("epochs: 1").milestones, trainOf("epochs: 1").warmup], [[], 0]);
  assert.deepEqual([trainOf("epochs: 2").milestones], [[1]]);
  assert.deepEqual(trainOf("schedule: cosine").milestones, []);
  const adamw = trainOf("optimizer: adamw");
  assert.deepEqual([adamw.lr, adamw.weightDecay], [0.001, 0.1]);
  assert.equal(trainOf("momentum: 0").nesterov, false);
});

test("cells come in dependency order, one run for each seed", () => {
  const text =
    fence("view", "v", "view: confusion", "of: t") +
    fence("train", "t", "data: d", "model: m", "seeds: [3, 1]") +
    fence("model", "m") +
    fence("data", "d", "source: ui-prmd") +
    fence("model", "spare");
  const cells = resolved(text);
  assert.deepEqual(
    cells.map(({ id }) => id),
    ["d", "m", "t", "v", "spare"],
  );
  const train = cells[2]!;
  assert.ok(train.kind === "train");
  assert.deepEqual(
    train.runs.map(({ seed }) => seed),
    [3, 1],
  );
  assert.deepEqual(Object.keys(train.runs[0]!).sort(), ["data", "language", "model", "seed", "train"]);
  assert.deepEqual(
    cellsFor(cells, "t").map(({ id }) => id),
    ["d", "m", "t"],
  );
  assert.deepEqual(
    cellsFor(cells, "spare").map(({ id }) => id),
    ["spare"],
  );
  assert.throws(() => cellsFor(cells, "spar"), /there is no cell #spar; did you mean #spare\?/);
});

test("a view knows what it shows", () => {
  const cells = resolved(
    fence("view", "c", "view: confusion", "of: t") +
      fence("view", "s", "view: skeleton", "of: t", "count: 2") +
      fence("view", "some", "view: skeleton", "of: d", "clips: [one, two]") +
      fence("train", "t", "data: d", "model: m") +
      fence("model", "m") +
      fence("data", "d", "source: ui-prmd"),
  );
  const view = (id: string) => cells.find((cell) => cell.id === id);
  const alone = { kind: "view", with: [], minus: null };
  const skeleton = { ...alone, view: "skeleton", streams: ["J"], augmented: false, probabilities: false };
  const confusion = { ...alone, view: "confusion", of: "t", ofKind: "train" };
  assert.deepEqual(view("c"), { ...confusion, id: "c", index: 0, needs: ["t"] });
  assert.deepEqual(view("s"), {
    ...skeleton,
    id: "s",
    index: 1,
    needs: ["t"],
    of: "t",
    ofKind: "train",
    clips: null,
    count: 2,
  });
  assert.deepEqual(view("some"), {
    ...skeleton,
    id: "some",
    index: 2,
    needs: ["d"],
    of: "d",
    ofKind: "data",
    clips: ["one", "two"],
    count: 4,
  });
});

test("defaults of the notebook lie under the cell's own keys, map by map", () => {
  const head = "---\nhgl: 1\ndefaults:\n  data: { window: 32, augment: { rotation: 5, minmax: true } }\n---\n";
  const [cell] = resolveNotebook(
    parseNotebook(head + fence("data", "d", "source: ui-prmd", "augment: { rotation: 9 }")),
  );
  assert.ok(cell?.kind === "data");
  assert.deepEqual([cell.config.window, cell.config.augment.rotation, cell.config.augment.minmax], [32, 9, true]);
});

test("the first error is thrown with its line and cell", () => {
  assert.throws(
    () => resolved(fence("model", "m", "preset: hglnetxs")),
    (error) =>
      error instanceof HglError &&
      error.code === "cell" &&
      error.message ===
        'line 5 (#m): `preset` cannot be "hglnetxs"; did you mean `hglnet-s`? It takes one of `hglnet`, `hglnet-s`, `hglnet-xs`.',
  );
  assert.throws(
    () => resolved(fence("model", "m") + fence("model", "m")),
    /line 6 \(#m\): the id #m is already used at line 4/,
  );
  assert.throws(() => resolved(fence("train", "t", "data: t", "model: t")), /need one another in a circle/);
});

test("the sample notebooks are sound, and the first run shows what the tool can do", () => {
  const folder = new URL("../../../media/notebooks/", import.meta.url);
  const samples = readdirSync(folder).filter((name) => name.endsWith(".hgl.md"));
  assert.ok(samples.includes("first-run.hgl.md"));
  for (const name of samples) {
    const text = readFileSync(new URL(name, folder), "utf8");
    assert.deepEqual(checkNotebook(text), [], name);
    assert.ok(resolveNotebook(parseNotebook(text)).length > 0, name);
  }
  const cells = resolveNotebook(parseNotebook(readFileSync(new URL("first-run.hgl.md", folder), "utf8")));
  assert.deepEqual([...new Set(cells.map(({ kind }) => kind))].sort(), ["data", "model", "train", "view"]);
  const train = cells.find(({ kind }) => kind === "train");
  assert.ok(train?.kind === "train" && train.runs.length === 3);
  assert.equal(train.runs[0]!.data.source, "ui-prmd");
});
