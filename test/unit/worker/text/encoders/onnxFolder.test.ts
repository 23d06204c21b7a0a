import assert from "node:assert/strict";
import { copyFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { HglError } from "../../../../../src/common/errors";
import type { Pooling } from "../../../../../src/worker/text/encoders/modelFolder";
import { onnxFolderEncoder } from "../../../../../src/worker/text/encoders/onnxFolder";
import type { EncodedText } from "../../../../../src/worker/text/textEncoder";
import { askThread, CUT, withNetwork } from "./askThread";
import {
  bytePairs,
  D,
  externalBytes,
  externalTensor,
  feature,
  modelFolder,
  textModel,
  wordPiece,
  type ModelOptions,
} from "./smallTextModels";

const bundled = fileURLToPath(new URL("../../../../../dist/onnxTextThread.mjs", import.meta.url));
const never = new AbortController().signal;
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = modelFolder(files);
  folders.push(folder);
  return folder;
}

async function encodedIn(folder: string, texts: readonly string[], pooling: Pooling = "auto"): Promise<EncodedText[]> {
  const encoder = await onnxFolderEncoder(folder, pooling);
  const rows: EncodedText[] = [];
  try {
    await encoder.encode(texts, (at, one) => (rows[at] = one), never);
  } finally {
    await encoder.close();
  }
  return rows;
}

const small = (options: ModelOptions = {}, files: Readonly<Record<string, unknown>> = {}): string =>
  folderOf({ "tokenizer.json": wordPiece, "model.onnx": textModel(options), ...files });
const nameOf = async (folder: string, pooling: Pooling = "auto"): Promise<string> =>
  (await onnxFolderEncoder(folder, pooling)).name;

const unit = (vector: readonly number[]): Float32Array => {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => value / length);
};
const near = (a: Float32Array, b: Float32Array): void => {
  assert.equal(a.length, b.length);
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]!) < 1e-6, `${a.join()} instead of ${b.join()}`));
};
const featuresOf = (ids: readonly number[]): number[][] => ids.map(feature);
const meanOf = (rows: readonly number[][]): number[] =>
  Array.from({ length: D }, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
const largestOf = (rows: readonly number[][]): number[] =>
  Array.from({ length: D }, (_, i) => Math.max(...rows.map((row) => row[i]!)));

/** "an arm rises" */
const IDS = [2, 4, 5, 7, 8, 3];

test("mean, first and last token, and the features of the tokens", async () => {
  const expected: Record<Exclude<Pooling, "auto">, number[]> = {
    mean: meanOf(featuresOf(IDS)),
    cls: feature(2),
    last: feature(3),
  };
  const folder = small();
  for (const [pooling, vector] of Object.entries(expected)) {
    const [row] = await encodedIn(folder, ["an arm rises"], pooling as Pooling);
    near(row!.sentence, unit(vector));
    assert.deepEqual([...row!.tokens!], featuresOf(IDS).flat());
  }
});

test("a model for a fixed length is filled up, and the filling counts for nothing", async () => {
  const [fixed] = await encodedIn(small({ fixed: 12 }), ["an arm rises"]);
  const [free] = await encodedIn(small(), ["an arm rises"]);
  assert.deepEqual(fixed, free);
  const [cut] = await encodedIn(small({ fixed: 4 }), ["an arm rises"]);
  assert.deepEqual([...cut!.tokens!], featuresOf([2, 4, 5, 3]).flat());
});

test("a model of CLIP's form gives its text vector, the mean never asked for", async () => {
  const options: ModelOptions = {
    inputs: [],
    type: "int32",
    outputs: { last_hidden_state: "tokens", text_embeds: "largest" },
  };
  const folder = folderOf({ "tokenizer.json": bytePairs, "text_model.onnx": textModel(options) });
  const [row] = await encodedIn(folder, ["a arm"]);
  near(row!.sentence, unit(largestOf(featuresOf([6, 5, 4, 7]))));
  assert.equal(row!.tokens!.length, 4 * D);
  const wide = small({ outputs: { last_hidden_state: "tokens", text_embeds: "wide" } });
  const [alone] = await encodedIn(wide, ["an arm"]);
  assert.equal(alone!.sentence.length, 2 * D);
  assert.equal(alone!.tokens, null);
});

test("long texts are cut where the model's files say, and 32 tokens' features are kept", async () => {
  const long = "arm ".repeat(500);
  const [whole] = await encodedIn(small(), [long], "last");
  assert.equal(whole!.tokens!.length, 32 * D);
  near(whole!.sentence, unit(feature(3)));
  const folder = small({}, { "sentence_bert_config.json": { max_seq_length: 8 } });
  const [cut] = await encodedIn(folder, [long]);
  assert.deepEqual([...cut!.tokens!], featuresOf([2, 5, 5, 5, 5, 5, 5, 3]).flat());
});

test("the same bits come whatever is encoded beside a text, in another order and another thread", async () => {
  const texts = ["an arm rises", "leg", "arm ".repeat(40), ""];
  const folder = small();
  const rows = await encodedIn(folder, texts);
  assert.deepEqual((await encodedIn(folder, texts.toReversed())).toReversed(), rows);
});

test("the name follows from all that vectors depend on, and from nothing else", async () => {
  const folder = small();
  const name = await nameOf(folder);
  assert.match(name, /^onnx hgl-text-model-\w+ auto [0-9a-f]{12}$/);
  const hashOf = async (of: string, pooling: Pooling = "auto") => (await nameOf(of, pooling)).slice(-12);
  const hash = await hashOf(folder);
  assert.equal(await hashOf(small({}, { "README.md": "something else" })), hash);
  const others = [
    await hashOf(folder, "mean"),
    await hashOf(small({ type: "int32" })),
    await hashOf(folderOf({ "tokenizer.json": bytePairs, "model.onnx": textModel() })),
    await hashOf(small({}, { "1_Pooling/config.json": { pooling_mode_cls_token: true } })),
    await hashOf(small({}, { "sentence_bert_config.json": { max_seq_length: 8 } })),
    await hashOf(small({ external: "w.bin" }, { "w.bin": externalBytes })),
    await hashOf(small({ external: "w.bin" }, { "w.bin": externalBytes.slice().fill(1) })),
  ];
  assert.equal(new Set([hash, ...others]).size, 1 + others.length);
});

test("weights beside the model are read from there, also in the hub's folder", async () => {
  const folder = folderOf({
    "tokenizer.json": wordPiece,
    "onnx/model.onnx": textModel({ external: "model.onnx_data" }),
    "onnx/model.onnx_data": externalBytes,
  });
  assert.deepEqual(await encodedIn(folder, ["an arm"]), await encodedIn(small(), ["an arm"]));
});

const refusals: readonly (readonly [string, () => string, RegExp])[] = [
  ["no folder", () => "/nowhere/at all", /at all: there is no such folder; name the folder that holds/],
  ["no model", () => folderOf({ "tokenizer.json": wordPiece }), /there is no model\.onnx; export/],
  ["no tokenizer", () => folderOf({ "model.onnx": textModel() }), /there is no tokenizer\.json; put/],
  [
    "a file of another kind",
    () => folderOf({ "tokenizer.json": wordPiece, "model.onnx": "a page that says the file is elsewhere" }),
    /model\.onnx: (it is not an ONNX model|ONNX Runtime cannot load it)/,
  ],
  ["an empty model", () => folderOf({ "tokenizer.json": wordPiece, "model.onnx": "" }), /ONNX Runtime cannot load it/],
  [
    "weights that are missing",
    () => small({ external: "model.onnx_data" }),
    /model\.onnx: its weights lie in model\.onnx_data, which is missing; fetch/,
  ],
  ...["../w.bin", "/etc/passwd", "a/../../w.bin"].map(
    (name) =>
      [
        `weights in ${name}`,
        () => folderOf({ "tokenizer.json": wordPiece, "model.onnx": externalTensor(name) }),
        /its weights lie outside its folder \(/,
      ] as const,
  ),
  ["an input of pictures", () => small({ inputs: ["pixel_values"] }), /wants an input pixel_values.*text part/],
  [
    "outputs of another rank",
    () => small({ outputs: { a: "largest", b: "wide" } }),
    /neither token features .* nor one vector \[1, D\], but a \[1, 3\], b \[1, 6\]; name another pooling/,
  ],
  [
    "a tokenizer of another model",
    () => small({}, { "tokenizer.json": JSON.stringify(wordPiece).replaceAll('"arm":5', '"arm":5000') }),
    /it fails \(.*\); check that tokenizer\.json belongs to this model/,
  ],
  ["a tokenizer that is no JSON", () => small({}, { "tokenizer.json": "<html>" }), /tokenizer\.json: it is not JSON/],
  [
    "a pooling that is none of ours",
    () => small({}, { "1_Pooling/config.json": { pooling_mode_max_tokens: true } }),
    /its pooling \(pooling_mode_max_tokens\)/,
  ],
];
for (const [what, folder, says] of refusals)
  test(`refused in a sentence: ${what}`, async () => {
    await assert.rejects(encodedIn(folder(), ["an arm"]), (error) => {
      assert.ok(error instanceof HglError, String(error));
      assert.equal(error.code, "data");
      assert.match(error.message, says);
      return true;
    });
  });

test("the bundled thread gives the bits of its source, prints nothing else and asks for no socket", async () => {
  const folder = small();
  const [row] = await encodedIn(folder, ["an arm"]);
  const data = { folder, model: join(folder, "model.onnx"), pooling: "auto" };
  assert.equal(askThread(bundled, "an arm", data), row!.sentence.join());
  if (!withNetwork) assert.equal(askThread(bundled, "an arm", data, CUT), row!.sentence.join());
});

test("a tokenizer that never ends is stopped, and its thread ended", async () => {
  const endless = { type: "Split", pattern: { Regex: "(a+)+$" }, behavior: "Isolated", invert: false };
  const folder = small({}, { "tokenizer.json": { ...wordPiece, normalizer: null, pre_tokenizer: endless } });
  const encoder = await onnxFolderEncoder(folder);
  const stopping = new AbortController();
  const work = encoder.encode([`${"a".repeat(60)}b`], () => assert.fail(), stopping.signal);
  await sleep(300);
  stopping.abort();
  await assert.rejects(work, (error) => error instanceof HglError && error.code === "interrupted");
  await encoder.close();
});

test("a folder that is replaced while it is in use is another encoder the next time", async () => {
  const folder = small();
  const before = await nameOf(folder);
  renameSync(join(folder, "model.onnx"), join(folder, "old.onnx"));
  writeFileSync(join(folder, "model.onnx"), textModel({ type: "int32" }));
  assert.notEqual(await nameOf(folder), before);
  copyFileSync(join(folder, "old.onnx"), join(folder, "model.onnx"));
  assert.equal(await nameOf(folder), before);
});
