import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import type { LanguageConfig } from "../../src/common/config";
import { CompiledProgram, record, type Arrays } from "../../src/engine";
import { declareLanguage, languageLoss } from "../../src/model/language/languageLoss";
import { BANK_TEXTS } from "../unit/model/language/smallLanguage";
import type { LanguageShape } from "../../src/model/language/shape";
import { leadingTokens } from "../../src/model/language/tokens";
import { Declaration } from "../../src/model/network/parameters";
import { Pass } from "../../src/model/network/pass";
import { layoutNamed } from "../../src/model/skeleton/layout";
import { parseFixture } from "./fixtures";

/** What language.py writes into a fixture. */
interface LanguageFixtureConfig extends Pick<LanguageConfig, "fusion" | "width" | "layers" | "heads" | "feedForward"> {
  readonly layout: string;
  readonly feature: number;
  readonly textWidth: number;
  readonly textTokens: number | null;
  readonly steps: number;
  readonly weights: { readonly align: number; readonly match: number };
}

function relativeError(ours: Float32Array, twin: Float32Array): number {
  assert.equal(ours.length, twin.length);
  const difference = Math.hypot(...ours.map((value, i) => value - twin[i]!));
  return difference / Math.hypot(...twin);
}

for (const name of ["language-concat", "language-cross"]) {
  describe(`Fusion, skeleton-language model and losses against PyTorch: ${name}`, () => {
    const fixture = parseFixture(readFileSync(new URL(`fixtures/${name}.safetensors`, import.meta.url)), name);
    const { tensors } = fixture;
    const config = fixture.config as unknown as LanguageFixtureConfig;
    const layout = layoutNamed(config.layout);
    const shape: LanguageShape = {
      config: {
        ...config,
        ...config.weights,
        dropout: 0.1,
        temperature: 10,
        ramp: 0,
        stage: "joint",
        secondEpochs: 1,
        secondLr: 1,
        texts: BANK_TEXTS,
      },
      feature: config.feature,
      skeletonTokens: leadingTokens(layout) + config.steps,
      textWidth: config.textWidth,
      textTokens: config.textTokens,
    };
    const under = (group: string): string[] =>
      [...tensors.keys()].filter((key) => key.startsWith(`${group}/`)).map((key) => key.slice(group.length + 1));

    it("has the twin's parameters", () => {
      const d = new Declaration();
      declareLanguage(d, shape);
      const ours = d.weights.map((entry) => [entry.name, entry.shape.join()]);
      const theirs = under("parameters").map((key) => [key, tensors.get(`parameters/${key}`)!.shape.join()]);
      assert.deepEqual(ours.sort(), theirs.sort());
    });

    it("has the twin's losses and gradients", async () => {
      const trained = ["map", ...under("parameters")];
      const given = new Map([
        ...under("inputs").map((key) => [key, tensors.get(`inputs/${key}`)!] as const),
        ...under("parameters").map((key) => [key, tensors.get(`parameters/${key}`)!] as const),
      ]);
      const labels = tensors.get("labels")!.data;
      const shapes = {
        ...Object.fromEntries([...given].map(([key, { shape }]) => [key, shape])),
        labels: [labels.length, 1],
        lossWeights: [2],
      };
      const program = await record(shapes, (inputs) => {
        const terms: Record<string, tf.Tensor> = {};
        const { grads } = tf.engine().gradients(
          () => {
            const pass = new Pass(new Map(Object.entries(inputs)), true);
            const { weighted, align, match } = languageLoss(pass, shape, layout, inputs.map!, inputs, inputs.labels!);
            Object.assign(terms, { align: tf.keep(align), match: tf.keep(match) });
            return weighted as tf.Scalar;
          },
          trained.map((key) => inputs[key]!),
        );
        const outputs = { align: tf.clone(terms.align!), match: tf.clone(terms.match!) };
        tf.dispose(terms);
        return { ...outputs, ...Object.fromEntries(trained.map((key, i) => [`gradients/${key}`, grads[i]!])) };
      });
      const compiled = await CompiledProgram.compile(program, name, { threads: 1 });
      const values: Arrays = {
        ...Object.fromEntries([...given].map(([key, { data }]) => [key, data])),
        labels,
        lossWeights: Float32Array.of(config.weights.align, config.weights.match),
      };
      const outputs = await compiled.run(values);
      for (const term of ["align", "match"])
        assert.ok(relativeError(outputs[term]!, tensors.get(term)!.data) <= 1e-5, `${term} ${outputs[term]![0]}`);
      const size = (data: Float32Array): number => Math.hypot(...data);
      const largest = Math.max(...under("gradients").map((key) => size(tensors.get(`gradients/${key}`)!.data)));
      for (const key of under("gradients")) {
        const [ours, { data }] = [outputs[`gradients/${key}`]!, tensors.get(`gradients/${key}`)!];
        // A key's bias moves all scores of a row alike, which softmax removes: its exact gradient is zero.
        if (size(data) < 1e-12 * largest) assert.ok(size(ours) <= 1e-6 * largest, `${key} should have no gradient`);
        else assert.ok(relativeError(ours, data) <= 1e-4, `${key} ${relativeError(ours, data)}`);
      }
      await compiled.dispose();
    });
  });
}
