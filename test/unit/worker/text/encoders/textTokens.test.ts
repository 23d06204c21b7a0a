import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import { readSettings, readTokenizer } from "../../../../../src/worker/text/encoders/modelFolder";
import { TextTokens } from "../../../../../src/worker/text/encoders/textTokens";
import { bytePairs, modelFolder, unigram, wordPiece } from "./smallTextModels";

/** Does something with a folder of these files. */
function inFolder<T>(files: Readonly<Record<string, unknown>>, act: (folder: string) => T): T {
  const folder = modelFolder(files);
  try {
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const tokensOf = (tokenizer: unknown, text: string, limit = 100): number[] =>
  inFolder({ "tokenizer.json": tokenizer }, (folder) => TextTokens.open(folder).of(text, limit));

const cases: readonly (readonly [string, unknown, string, readonly number[]])[] = [
  ["WordPiece: words in pieces, capitals and accents gone", wordPiece, "An  ÁRMS rises", [2, 4, 5, 6, 7, 8, 3]],
  ["WordPiece: what is not known is one token a word", wordPiece, "arm, elbow", [2, 5, 1, 1, 3]],
  ["WordPiece: no text", wordPiece, "", [2, 3]],
  ["BPE: pairs are merged up to the end of a word", bytePairs, "a  ARM", [6, 5, 4, 7]],
  ["Unigram: the likeliest pieces", unigram, "arm arms", [2, 2, 5, 1]],
  ["Unigram: unknown characters", unigram, "arm é", [2, 0, 1]],
];
for (const [what, tokenizer, text, ids] of cases) test(what, () => assert.deepEqual(tokensOf(tokenizer, text), ids));

test("of a text that is too long the beginning is kept, with the special tokens around it", () => {
  assert.deepEqual(tokensOf(wordPiece, "an arm rises", 4), [2, 4, 5, 3]);
  assert.deepEqual(tokensOf(wordPiece, "an arm rises", 6), [2, 4, 5, 7, 8, 3]);
  assert.deepEqual(tokensOf(bytePairs, "arm ".repeat(500), 77), [6, ...Array.from({ length: 75 }, () => 4), 7]);
  assert.deepEqual(tokensOf(unigram, "arm ".repeat(500).trim(), 4), [2, 2, 2, 1]);
  assert.deepEqual(tokensOf({ ...wordPiece, post_processor: null }, "an arm an", 2), [4, 5]);
});

const hostile: readonly (readonly [string, unknown, RegExp])[] = [
  ["no JSON", "{", /tokenizer\.json: it is not JSON/],
  ["no object", "7", /not a JSON object/],
  ["no model", { ...wordPiece, model: undefined }, /tokenizer\.json cannot be used/],
  ["a model of an unknown kind", { ...wordPiece, model: { type: "Magic" } }, /cannot be used \(.*Magic/],
  ["merges that are no list", { ...bytePairs, model: { ...bytePairs.model, merges: 5 } }, /cannot be used/],
  ["a normalizer of an unknown kind", { ...wordPiece, normalizer: { type: "Magic" } }, /cannot be used \(.*Magic/],
  [
    "no token for unknown parts",
    { ...unigram, model: { ...unigram.model, unk_id: undefined } },
    /cannot be used|has no token for a part of "éé"|fails on "éé"/,
  ],
  [
    "normalizers within normalizers",
    `{"model":{"type":"WordPiece","vocab":{}},"decoder":null,"post_processor":null,"pre_tokenizer":null,"normalizer":${'{"type":"Sequence","normalizers":['.repeat(20_000)}${"]}".repeat(20_000)}}`,
    /cannot be used/,
  ],
];
for (const [what, tokenizer, says] of hostile)
  test(`a tokenizer.json with ${what} is refused in a sentence`, () => {
    assert.throws(
      () => tokensOf(tokenizer, "éé"),
      (error) => error instanceof HglError && error.code === "data" && says.test(error.message),
    );
  });

test("a tokenizer.json that is too large is refused before it is read, and a missing one named", () => {
  inFolder({ "tokenizer.json": Buffer.alloc((1 << 26) + 1, " ") }, (folder) =>
    assert.throws(() => readTokenizer(folder), /67108865 bytes, more than/),
  );
  inFolder({}, (folder) => assert.throws(() => readTokenizer(folder), /there is no tokenizer\.json/));
});

test("names of the object's prototype are words like others", () => {
  const vocab = JSON.parse('{"[UNK]": 0, "__proto__": 1, "constructor": 2, "_": 3}') as object;
  const tokenizer = {
    ...wordPiece,
    added_tokens: [],
    pre_tokenizer: { type: "WhitespaceSplit" },
    post_processor: null,
    model: { ...wordPiece.model, vocab },
  };
  assert.deepEqual(tokensOf(JSON.stringify(tokenizer), "constructor toString __proto__"), [2, 0, 1]);
  assert.equal(({} as Record<string, unknown>).length, undefined);
});

const settings: readonly (readonly [string, Readonly<Record<string, unknown>>, unknown, Record<string, unknown>])[] = [
  ["nothing is said", {}, {}, { limit: 512, pooling: null, clip: false, dense: false }],
  [
    "MiniLM",
    {
      "config.json": { model_type: "bert", max_position_embeddings: 512 },
      "tokenizer_config.json": { model_max_length: 512 },
      "sentence_bert_config.json": { max_seq_length: 256 },
      "1_Pooling/config.json": { pooling_mode_cls_token: false, pooling_mode_mean_tokens: true },
      "modules.json": [{ type: "sentence_transformers.models.Normalize" }],
    },
    { truncation: { max_length: 128 } },
    { limit: 256, pooling: "mean", dense: false },
  ],
  [
    "CLIP",
    { "config.json": { model_type: "clip", text_config: { max_position_embeddings: 77 } } },
    {},
    { limit: 77, clip: true },
  ],
  [
    "RoBERTa, whose first positions are padding",
    {
      "config.json": { model_type: "roberta", max_position_embeddings: 514 },
      "tokenizer_config.json": { model_max_length: 1e30 },
    },
    { truncation: { max_length: 2000 } },
    { limit: 512 },
  ],
  ["only the tokenizer says", {}, { truncation: { max_length: 64 } }, { limit: 64 }],
  ["a first token", { "1_Pooling/config.json": { pooling_mode_cls_token: true } }, {}, { pooling: "cls" }],
  ["a last token", { "1_Pooling/config.json": { pooling_mode_lasttoken: true } }, {}, { pooling: "last" }],
  [
    "a pooling that is not known",
    { "1_Pooling/config.json": { pooling_mode_max_tokens: true, pooling_mode_mean_tokens: true } },
    {},
    { pooling: { unknown: "pooling_mode_max_tokens and pooling_mode_mean_tokens" } },
  ],
  ["a dense layer", { "modules.json": [null, { type: "sentence_transformers.models.Dense" }] }, {}, { dense: true }],
];
for (const [what, files, tokenizer, expected] of settings)
  test(`settings: ${what}`, () => {
    const read = inFolder(files, (folder) => readSettings(folder, tokenizer as Record<string, unknown>));
    assert.deepEqual({ ...read, ...expected }, read);
  });
