import { workerData } from "node:worker_threads";
import * as ort from "onnxruntime-node";
import { HglError } from "../../../common/errors";
import { MOST_TOKENS } from "../encodeTexts";
import type { EncodedText } from "../textEncoder";
import { answerTexts, quoted } from "./answerTexts";
import { readSettings, readTokenizer, type ModelSettings, type Pooling } from "./modelFolder";
import { chooseOutputs, pool, unitVector, type Choice } from "./sentenceVector";
import { TextTokens } from "./textTokens";

/** Sent to the thread at its start: paths, and the pooling that was asked for. */
export interface OnnxTextData {
  readonly folder: string;
  readonly model: string;
  readonly pooling: Pooling;
}

/** What a text model may be given, of one text; an input of another name cannot be filled. */
const INPUTS: Readonly<Record<string, (ids: readonly number[], length: number, padding: number) => number[]>> = {
  input_ids: (ids, length, padding) => filled(ids, length, padding),
  attention_mask: (ids, length) => filled(ids, length, 0).map((_, i) => (i < ids.length ? 1 : 0)),
  token_type_ids: (_, length) => filled([], length, 0),
  position_ids: (_, length) => filled([], length, 0).map((_, i) => i),
};

interface Port {
  readonly name: string;
  readonly type: "int64" | "int32";
}

interface Opened {
  readonly session: ort.InferenceSession;
  readonly tokens: TextTokens;
  readonly settings: ModelSettings;
  readonly ports: readonly Port[];
  /** Tokens that the model must be given; null where any number will do. */
  readonly fixed: number | null;
}

const { folder, model, pooling } = workerData as OnnxTextData;
let opened: Promise<Opened> | undefined;
let chosen: Choice | undefined;

function refuse(what: string, next = "name another encoder"): HglError {
  return new HglError({ code: "data", where: model, what, next });
}

async function open(): Promise<Opened> {
  const json = readTokenizer(folder);
  const tokens = TextTokens.open(folder, json);
  const settings = readSettings(folder, json);
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(model, { executionProviders: ["cpu"], logSeverityLevel: 3 });
  } catch (error) {
    throw refuse(`ONNX Runtime cannot load it (${firstLine(error)})`, "export the model again");
  }
  const inputs = session.inputMetadata;
  if (!inputs.some(({ name }) => name === "input_ids"))
    throw refuse(`it has no input input_ids, but ${inputs.map(({ name }) => name).join(", ") || "none"}`);
  const ports = inputs.map(portOf);
  const [ids] = inputs.filter(({ name }) => name === "input_ids");
  const shape = ids!.isTensor ? ids!.shape : [];
  if (shape.length !== 2 || (typeof shape[0] === "number" && shape[0] > 1))
    throw refuse(`its input input_ids has the shape [${shape.join(", ")}], not [1, tokens]`, "export it for one text");
  const fixed = typeof shape[1] === "number" && shape[1] > 0 ? shape[1] : null;
  return { session, tokens, settings, ports, fixed };
}

function portOf(input: ort.InferenceSession.ValueMetadata): Port {
  const { name } = input;
  if (!Object.hasOwn(INPUTS, name))
    throw refuse(`it wants an input ${name}, which a text does not give`, "export the text part of the model alone");
  const type = input.isTensor ? input.type : "no tensor";
  if (type !== "int64" && type !== "int32") throw refuse(`its input ${name} is ${type}, not int64 or int32`);
  return { name, type };
}

async function encode(text: string): Promise<EncodedText> {
  const { session, tokens, settings, ports, fixed } = await (opened ??= open());
  const ids = tokens.of(text, Math.min(settings.limit, fixed ?? settings.limit));
  if (ids.length === 0) throw refuse(`its tokenizer makes no token of ${quoted(text)}`, "write a description there");
  const length = fixed ?? ids.length;
  const feeds = Object.fromEntries(
    ports.map(({ name, type }) => [name, tensorOf(type, INPUTS[name]!(ids, length, tokens.padding))]),
  );
  chosen ??= choose(await run(session, feeds, session.outputNames), length, settings);
  const outputs = await run(session, feeds, [...new Set([chosen.sentence, chosen.tokens ?? chosen.sentence])]);
  const given = floats(outputs[chosen.sentence]!);
  const dimension = given.dims.at(-1)!;
  const sentence = chosen.pooling ? pool(given.values, ids.length, dimension, chosen.pooling) : given.values.slice();
  const unit = unitVector(sentence);
  if (!unit) throw refuse(`it gives no usable vector for ${quoted(text)}`);
  const kept = Math.min(ids.length, MOST_TOKENS) * dimension;
  return {
    sentence: unit,
    tokens: chosen.tokens === null ? null : floats(outputs[chosen.tokens]!).values.slice(0, kept),
  };
}

async function run(
  session: ort.InferenceSession,
  feeds: Record<string, ort.Tensor>,
  names: readonly string[],
): Promise<ort.InferenceSession.ReturnType> {
  try {
    return await session.run(feeds, names);
  } catch (error) {
    throw refuse(`it fails (${firstLine(error)})`, "check that tokenizer.json belongs to this model");
  }
}

function choose(outputs: ort.InferenceSession.ReturnType, length: number, settings: ModelSettings): Choice {
  const tensors = Object.entries(outputs).flatMap(([name, { type, dims }]) =>
    type === "float32" ? [{ name, dims }] : [],
  );
  const choice = chooseOutputs(tensors, length, pooling, settings);
  if (typeof choice === "string") throw refuse(choice, "name another pooling or encoder");
  return choice;
}

/** Chosen outputs are float32. */
function floats({ data, dims }: ort.Tensor): { values: Float32Array; dims: readonly number[] } {
  return { values: data as Float32Array, dims };
}

function tensorOf(type: Port["type"], values: readonly number[]): ort.Tensor {
  const dims = [1, values.length];
  return type === "int64"
    ? new ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims)
    : new ort.Tensor("int32", Int32Array.from(values), dims);
}

function filled(ids: readonly number[], length: number, padding: number): number[] {
  return Array.from({ length }, (_, i) => ids[i] ?? padding);
}

function firstLine(error: unknown): string {
  return ((error as Error | null)?.message ?? String(error)).split("\n")[0]!.trim();
}

answerTexts(encode);
