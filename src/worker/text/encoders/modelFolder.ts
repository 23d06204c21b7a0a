import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { HglError } from "../../../common/errors";
import type { POOLINGS } from "../../../common/vocabulary";
import { diskError, errnoOf } from "../../store/fileSystem";

export type Pooling = (typeof POOLINGS)[number];
export type KnownPooling = Exclude<Pooling, "auto">;

/** Files beside a model that say how to use it, as sentence-transformers and the Hugging Face hub lay them out. */
export const SETTINGS = [
  "config.json",
  "tokenizer_config.json",
  "sentence_bert_config.json",
  "modules.json",
  "1_Pooling/config.json",
] as const;
export const TOKENIZER = "tokenizer.json";
/** Where a text model may lie in its folder; the first that is there. */
export const MODELS = ["model.onnx", "text_model.onnx", "onnx/model.onnx", "onnx/text_model.onnx"] as const;

const MOST_SETTINGS_BYTES = 1 << 20;
/** The largest multilingual ones have about 35 MB. */
const MOST_TOKENIZER_BYTES = 1 << 26;
/** Tokens of a text where the folder does not say. */
const USUAL_TOKENS = 512;
const MOST_TOKENS = 8192;
/** Their first two positions stand for padding. */
const SHIFTED = /^(roberta|xlm-roberta|camembert|mpnet)$/;
const POOLING_KEYS: Readonly<Record<string, KnownPooling>> = {
  pooling_mode_mean_tokens: "mean",
  pooling_mode_cls_token: "cls",
  pooling_mode_lasttoken: "last",
};

export type JsonObject = Readonly<Record<string, unknown>>;

export interface ModelSettings {
  /** Tokens of a text that the model takes, special ones among them. */
  readonly limit: number;
  /** How sentence vectors are pooled; a text where that is none of ours, null where nothing is said. */
  readonly pooling: KnownPooling | { readonly unknown: string } | null;
  /** CLIP's pooled output is its text feature; elsewhere it is a by-product of pretraining. */
  readonly clip: boolean;
  /** Sentence vectors pass a layer that comes after the pooling. */
  readonly dense: boolean;
}

/** Reads what the folder says about its model. @throws HglError "data" */
export function readSettings(folder: string, tokenizer: JsonObject): ModelSettings {
  const read = (name: (typeof SETTINGS)[number]) => readJson(folder, name, MOST_SETTINGS_BYTES) ?? {};
  const [config, tokenizerConfig, sentences, modules, pooling] = SETTINGS.map(read) as [
    JsonObject,
    JsonObject,
    JsonObject,
    JsonObject,
    JsonObject,
  ];
  const type = typeof config.model_type === "string" ? config.model_type : "";
  const positions =
    size(config.max_position_embeddings) ?? size(child(config, "text_config").max_position_embeddings) ?? MOST_TOKENS;
  const asked =
    size(sentences.max_seq_length) ??
    size(tokenizerConfig.model_max_length) ??
    size(child(tokenizer, "truncation").max_length) ??
    USUAL_TOKENS;
  return {
    limit: Math.min(asked, SHIFTED.test(type) ? positions - 2 : positions, MOST_TOKENS),
    pooling: poolingOf(pooling),
    clip: /^clip/.test(type),
    dense: Object.values(modules).some((one) => /\.Dense$/.test(String((one as JsonObject | null)?.type))),
  };
}

/** @throws HglError "data" for a file that is missing, too large or no object */
export function readTokenizer(folder: string): JsonObject {
  const tokenizer = readJson(folder, TOKENIZER, MOST_TOKENIZER_BYTES);
  if (tokenizer) return tokenizer;
  const next = `export the model with its ${TOKENIZER}, as the Hugging Face hub has it`;
  throw new HglError({ code: "data", where: folder, what: `there is no ${TOKENIZER}`, next });
}

/** The tokenizer's own settings; names of special tokens among them. */
export function readTokenizerConfig(folder: string): JsonObject {
  return readJson(folder, "tokenizer_config.json", MOST_SETTINGS_BYTES) ?? {};
}

/** A JSON object or list; undefined where there is no such file. */
function readJson(folder: string, name: string, mostBytes: number): JsonObject | undefined {
  const path = join(folder, name);
  const refuse = (what: string): HglError =>
    new HglError({ code: "data", where: path, what, next: "fetch the model's files again" });
  let text: string;
  try {
    const bytes = statSync(path).size;
    if (bytes > mostBytes) throw refuse(`it has ${bytes} bytes, more than ${mostBytes}`);
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw diskError(error, path, "reading the text model's files");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`it is not JSON (${(error as Error).message})`);
  }
  if (typeof value !== "object" || value === null) throw refuse("it is not a JSON object");
  return value as JsonObject;
}

function poolingOf(config: JsonObject): ModelSettings["pooling"] {
  const modes = Object.keys(config).filter((key) => key.startsWith("pooling_mode_") && config[key] === true);
  if (modes.length === 0) return null;
  const known = modes.length === 1 && Object.hasOwn(POOLING_KEYS, modes[0]!) ? POOLING_KEYS[modes[0]!] : undefined;
  return known ?? { unknown: modes.join(" and ") };
}

export function child(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return typeof value === "object" && value !== null ? (value as JsonObject) : {};
}

/** "As long as you like" stands there as 1e30. */
function size(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 4 ? (value as number) : undefined;
}
