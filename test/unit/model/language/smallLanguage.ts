import type { LanguageConfig, TextConfig } from "../../../../src/common/config";
import { CompiledProgram, record, type Arrays } from "../../../../src/engine";
import { languageInputs } from "../../../../src/model/language/languageLoss";
import { languageShape, type LanguageShape, type TextShape } from "../../../../src/model/language/shape";
import type { NetworkShape } from "../../../../src/model/network/hglnet";
import type { StepTexts } from "../../../../src/model/train/trainer";
import { normals } from "../network/smallNetwork";

/** A text cell that says nothing but its data. */
export const BANK_TEXTS: TextConfig = {
  source: "bank",
  file: null,
  level: "class",
  encoder: { kind: "embedded" },
  centre: true,
  video: null,
};

export function smallLanguage(changes: Partial<LanguageConfig> = {}): LanguageConfig {
  return {
    fusion: "concat",
    align: 0.8,
    match: 0.2,
    width: 8,
    layers: 2,
    heads: 2,
    feedForward: 12,
    dropout: 0,
    temperature: 10,
    ramp: 0,
    stage: "joint",
    secondEpochs: 2,
    secondLr: 0.01,
    texts: BANK_TEXTS,
    ...changes,
  };
}

export const SENTENCES: TextShape = { dimension: 6, tokens: null };
export const TOKENS: TextShape = { dimension: 6, tokens: { most: 3 } };

export const shapeFor = (
  network: NetworkShape,
  text: TextShape = TOKENS,
  changes: Partial<LanguageConfig> = {},
): LanguageShape => languageShape(smallLanguage(changes), network, text);

/** Random descriptions of a batch, the same for a seed. */
export function texts(
  shape: LanguageShape,
  n: number,
  seed = 4,
  lossWeights: readonly number[] = [0.8, 0.2],
): StepTexts {
  const normal = normals(seed);
  const { textWidth, textTokens } = shape;
  const draw = (length: number): Float32Array => Float32Array.from({ length }, normal);
  return {
    sentences: draw(n * textWidth),
    tokens: textTokens === null ? null : draw(n * textTokens * textWidth),
    lengths: textTokens === null ? null : Float32Array.from({ length: n }, (_, row) => 1 + (row % textTokens)),
    lossWeights: Float32Array.from(lossWeights),
  };
}

/** Every input of a step with descriptions, as a test of the loss alone feeds it. */
export function inputsFor(
  shape: LanguageShape,
  n: number,
  seed = 4,
): { shapes: Record<string, number[]>; values: Arrays } {
  const shapes = languageInputs(shape, n);
  const { sentences, tokens, lengths, lossWeights } = texts(shape, n, seed);
  const normal = normals(seed + 1);
  const noise = (shape: readonly number[]): Float32Array =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, normal);
  const given: Arrays = { sentences, lossWeights, ...(tokens ? { tokens, lengths: lengths! } : {}) };
  return {
    shapes,
    values: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, given[name] ?? noise(shape)])),
  };
}

/** Records, runs once and releases. */
export async function ran(
  shapes: Readonly<Record<string, readonly number[]>>,
  build: Parameters<typeof record>[1],
  values: Arrays,
): Promise<Arrays> {
  const compiled = await CompiledProgram.compile(await record(shapes, build), "test", { threads: 1 });
  const outputs = await compiled.run(values);
  await compiled.dispose();
  return outputs;
}
