import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PbfWriter } from "pbf";
import { GraphBuilder, type Ref } from "../../../../../src/engine/onnx/graph";

/** Words of the small tokenizers; a token's id is its place. */
export const WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "an", "arm", "##s", "ris", "##es", "leg"];
const idsByWord = Object.fromEntries(WORDS.map((word, id) => [word, id]));
export const D = 3;
/** A token's feature: three numbers that follow from its id. */
export const feature = (id: number): number[] => [id + 1, (id * id) % 7, -id];
const table = Float32Array.from(WORDS.flatMap((_, id) => feature(id)));

/** As BERT's: [CLS] … [SEP]. */
export const wordPiece = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: WORDS.slice(0, 4).map((content, id) => ({ id, content, special: true, normalized: false })),
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "[CLS]", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "[SEP]", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
      "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
    },
  },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: idsByWord,
  },
};

/** As CLIP's: bytes, merged, with an end-of-word mark, between a start and an end. */
export const bytePairs = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: [
    { id: 6, content: "<|startoftext|>", special: true, normalized: false },
    { id: 7, content: "<|endoftext|>", special: true, normalized: false },
  ],
  normalizer: {
    type: "Sequence",
    normalizers: [
      { type: "NFC" },
      { type: "Replace", pattern: { Regex: "\\s+" }, content: " " },
      { type: "Lowercase" },
    ],
  },
  pre_tokenizer: {
    type: "Sequence",
    pretokenizers: [
      {
        type: "Split",
        pattern: { Regex: "<\\|startoftext\\|>|<\\|endoftext\\|>|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
        behavior: "Removed",
        invert: true,
      },
      { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
    ],
  },
  post_processor: {
    type: "RobertaProcessing",
    sep: ["<|endoftext|>", 7],
    cls: ["<|startoftext|>", 6],
    trim_offsets: false,
    add_prefix_space: false,
  },
  decoder: { type: "ByteLevel" },
  model: {
    type: "BPE",
    unk_token: "<|endoftext|>",
    continuing_subword_prefix: "",
    end_of_word_suffix: "</w>",
    fuse_unk: false,
    vocab: { a: 0, r: 1, "m</w>": 2, ar: 3, "arm</w>": 4, "a</w>": 5, "<|startoftext|>": 6, "<|endoftext|>": 7 },
    merges: ["a r", "ar m</w>"],
  },
};

/** As XLM-R's: word pieces with scores, and a mark where a word begins. */
export const unigram = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: [{ id: 1, content: "</s>", special: true, normalized: false }],
  normalizer: null,
  pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
  post_processor: {
    type: "TemplateProcessing",
    single: [{ Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "</s>", type_id: 0 } }],
    pair: [],
    special_tokens: { "</s>": { id: "</s>", ids: [1], tokens: ["</s>"] } },
  },
  decoder: null,
  model: {
    type: "Unigram",
    unk_id: 0,
    vocab: [
      ["<unk>", 0],
      ["</s>", 0],
      ["▁arm", -2],
      ["▁a", -3],
      ["rm", -3],
      ["s", -2],
      ["▁arms", -6],
    ],
  },
};

export interface ModelOptions {
  /** Inputs beside input_ids; `pixel_values` is one that a text cannot give. */
  readonly inputs?: readonly string[];
  readonly type?: "int64" | "int32";
  /** Tokens that it must be given; any number without it. */
  readonly fixed?: number;
  /** "tokens" are features [1, L, 3]; the others vectors [1, 3]: the largest of every feature, or with `wide` [1, 6]. */
  readonly outputs?: Readonly<Record<string, "tokens" | "largest" | "wide">>;
  /** Name of the file that the features lie in, beside the model. */
  readonly external?: string;
}

/** A text model that looks up a feature for each token and adds 100 where there is only padding, 0.5 for the second part of a pair. */
export function textModel({
  inputs = ["attention_mask", "token_type_ids"],
  type = "int64",
  fixed,
  outputs = { last_hidden_state: "tokens" },
  external,
}: ModelOptions = {}): Uint8Array {
  const symbol = 9973;
  const length = fixed ?? symbol;
  const graph = new GraphBuilder({ batch: { size: symbol, name: "tokens" } });
  const rows = external
    ? { name: "table", shape: [WORDS.length, D], type: "float32" as const }
    : graph.floats(table, [WORDS.length, D]);
  const tables: Record<string, Ref> = {
    attention_mask: graph.floats([100, 100, 100, 0, 0, 0], [2, D]),
    token_type_ids: graph.floats([0, 0, 0, 0.5, 0.5, 0.5], [2, D]),
  };
  const shape = [1, length, D];
  let hidden = graph.node("Gather", [rows, graph.input("input_ids", [1, length], type)], shape, { axis: 0 });
  for (const name of inputs) {
    const input = graph.input(name, [1, length], type);
    const added = graph.node("Gather", [tables[name] ?? tables.attention_mask!, input], shape, { axis: 0 });
    hidden = graph.node("Add", [hidden, added], shape);
  }
  for (const [name, kind] of Object.entries(outputs)) {
    const largest = (): Ref => graph.node("ReduceMax", [hidden], [1, D], { axes: [1], keepdims: 0 });
    if (kind === "tokens") graph.output(hidden, name);
    else if (kind === "largest") graph.output(largest(), name);
    else graph.output(graph.node("Concat", [largest(), largest()], [1, 2 * D], { axis: 1 }), name);
  }
  const bytes = graph.encode("text");
  // Messages that are concatenated are merged: the graph gets one more initializer.
  return external ? Buffer.concat([bytes, externalTensor(external)]) : bytes;
}

/** A model whose graph has but one tensor, which lies elsewhere. */
export function externalTensor(location: string): Uint8Array {
  const pbf = new PbfWriter();
  const entry = (one: { key: string; value: string }, to: PbfWriter): void => {
    to.writeStringField(1, one.key);
    to.writeStringField(2, one.value);
  };
  const tensor = (_: unknown, to: PbfWriter): void => {
    to.writePackedVarint(1, [WORDS.length, D]);
    to.writeVarintField(2, 1);
    to.writeStringField(8, "table");
    to.writeMessage(13, entry, { key: "location", value: location });
    to.writeVarintField(14, 1);
  };
  pbf.writeMessage(7, (_: unknown, to: PbfWriter) => to.writeMessage(5, tensor, null), null);
  return pbf.finish();
}

export const externalBytes = new Uint8Array(table.buffer);

/** A new folder with these files; text as it is, bytes as they are, everything else as JSON. */
export function modelFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hgl-text-model-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const raw = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(join(folder, name), raw ? content : JSON.stringify(content));
  }
  return folder;
}
