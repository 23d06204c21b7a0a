import type { KnownPooling, ModelSettings, Pooling } from "./modelFolder";

/** An output of a text model for one text: its name and its axes, the first of which is the batch of one. */
export interface ModelOutput {
  readonly name: string;
  readonly dims: readonly number[];
}

/** Where a sentence vector comes from: an output of its own, or tokens that are pooled; and the output of token features, if any. */
export interface Choice {
  readonly sentence: string;
  /** null where the output is the vector. */
  readonly pooling: KnownPooling | null;
  readonly tokens: string | null;
}

/** Outputs that are sentence vectors whatever else a model gives. */
const SENTENCES = ["sentence_embedding", "text_embeds"];
const POOLED = "pooler_output";
const TOKENS = ["last_hidden_state", "token_embeddings"];

/**
 * Chooses among a model's outputs. A pooling that was asked for by name wins; then an output of sentence vectors; then what the folder says; then
 * CLIP's pooled output; then the mean over tokens, which most sentence encoders are trained for.
 *
 * @param length tokens that the model was given
 * @returns the choice, or why there is none
 */
export function chooseOutputs(
  outputs: readonly ModelOutput[],
  length: number,
  asked: Pooling,
  settings: Pick<ModelSettings, "pooling" | "clip" | "dense">,
): Choice | string {
  const named = (names: readonly string[], among: readonly ModelOutput[]) =>
    names.flatMap((name) => among.find((one) => one.name === name) ?? [])[0];
  const vectors = outputs.filter(({ dims }) => dims.length === 2 && dims[0] === 1);
  const sequences = outputs.filter(({ dims }) => dims.length === 3 && dims[0] === 1 && dims[1] === length);
  const tokens = named(TOKENS, sequences) ?? sequences[0];
  const given = named(SENTENCES, vectors);
  const pooled = named([POOLED], vectors);

  if (asked !== "auto")
    return tokens ? { sentence: tokens.name, pooling: asked, tokens: tokens.name } : noTokens(asked, outputs);
  const take = ({ name, dims }: ModelOutput): Choice => ({
    sentence: name,
    pooling: null,
    tokens: tokens && tokens.dims[2] === dims[1] ? tokens.name : null,
  });
  if (given) return take(given);
  if (settings.dense) return "its sentence vectors pass a dense layer that the ONNX file does not hold";
  if (settings.pooling) {
    if (typeof settings.pooling !== "string")
      return `its pooling (${settings.pooling.unknown}) is none of mean, cls and last`;
    return tokens
      ? { sentence: tokens.name, pooling: settings.pooling, tokens: tokens.name }
      : noTokens(settings.pooling, outputs);
  }
  if (pooled && (settings.clip || !tokens)) return take(pooled);
  if (tokens) return { sentence: tokens.name, pooling: settings.clip ? "last" : "mean", tokens: tokens.name };
  return vectors.length === 1 ? take(vectors[0]!) : noTokens("a sentence vector", outputs);
}

function noTokens(what: string, outputs: readonly ModelOutput[]): string {
  const shapes = outputs.map(({ name, dims }) => `${name} [${dims.join(", ")}]`).join(", ");
  return `it gives neither token features [1, tokens, D] for ${what} nor one vector [1, D], but ${shapes || "nothing in float32"}`;
}

/** Of token features [tokens, D], the first `count` of which are the text's own. */
export function pool(values: Float32Array, count: number, dimension: number, how: KnownPooling): Float32Array {
  if (how !== "mean") {
    const row = how === "cls" ? 0 : count - 1;
    return values.slice(row * dimension, (row + 1) * dimension);
  }
  const sums = new Float64Array(dimension);
  for (let i = 0; i < count * dimension; i++) sums[i % dimension]! += values[i]!;
  return Float32Array.from(sums, (sum) => sum / count);
}

/** Scaled to length 1, as sentence vectors are compared; undefined for one without a direction. */
export function unitVector(vector: Float32Array): Float32Array | undefined {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Number.isFinite(length) && length > 0 ? vector.map((value) => value / length) : undefined;
}
