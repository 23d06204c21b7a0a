import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import type { LanguageConfig } from "../../../../src/common/config";
import type { Arrays } from "../../../../src/engine";
import { declareTraining } from "../../../../src/model/language/declare";
import { isLanguage } from "../../../../src/model/language/names";
import { declareLanguage, languageLoss } from "../../../../src/model/language/languageLoss";
import { languageShape, type LanguageShape, type TextShape } from "../../../../src/model/language/shape";
import { Declaration, initialValues, type Entry } from "../../../../src/model/network/parameters";
import { Pass } from "../../../../src/model/network/pass";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { assertClose, assertGradientsByDifference, assertRecordedIsEager, withCompiled, type Named } from "../../engine/harness"; // prettier-ignore
import { record } from "../../../../src/engine";
import { normals, smallNetwork } from "../network/smallNetwork";
import { inputsFor, ran, SENTENCES, shapeFor, smallLanguage, TOKENS } from "./smallLanguage";

const N = 3;
const LABELS = Float32Array.of(0, 1, 0);
const network = smallNetwork({ widths: [8], strides: [2], gtaHeads: 2, lseGroups: 2 }, { window: 4 });
const { layout } = network;
const MAP = [N * layout.bodies, 8, layout.joints.length, 2];

const entriesOf = (shape: LanguageShape): readonly Entry[] => {
  const d = new Declaration();
  declareLanguage(d, shape);
  return d.weights;
};

/** Weights at the start, biases and norms moved away from 0 and 1, and every input of the loss. */
function setting(text: TextShape, changes: Partial<LanguageConfig>) {
  const shape = shapeFor(network, text, { temperature: 2, ...changes });
  const entries = entriesOf(shape);
  const flat = initialValues(entries, 5);
  const normal = normals(6);
  const weights = Object.fromEntries(
    entries.map(({ name, offset, length }) => {
      const start = flat.subarray(offset, offset + length);
      return [
        name,
        start.map((value) => value + (/bias$|orm\.weight$|position$|type$/.test(name) ? 0.3 * normal() : 0)),
      ];
    }),
  );
  const { shapes, values } = inputsFor(shape, N);
  const map = Float32Array.from({ length: MAP.reduce((a, b) => a * b) }, normal);
  const allShapes = {
    ...Object.fromEntries(entries.map((e) => [e.name, e.shape])),
    map: MAP,
    labels: [N, 1],
    ...shapes,
  };
  const build = (tensors: Named): Named => {
    const pass = new Pass(new Map(Object.entries(tensors)), true);
    const { weighted, align, match } = languageLoss(pass, shape, layout, tensors.map!, tensors, tensors.labels!);
    return { loss: weighted.reshape([1]), align, match };
  };
  return { shape, entries, shapes: allShapes, values: { ...weights, map, labels: LABELS, ...values } as Arrays, build };
}

/** The loss with its gradients by the map and by every weight. */
function withGradients({ build, entries }: ReturnType<typeof setting>) {
  const names = ["map", ...entries.map(({ name }) => name)];
  return (tensors: Named): Named => {
    const { value, grads } = tf.engine().gradients(
      () => build(tensors).loss!.reshape([]) as tf.Scalar,
      names.map((name) => tensors[name]!),
    );
    return { loss: value.reshape([1]), ...Object.fromEntries(names.map((name, i) => [`d${name}`, grads[i]!])) };
  };
}

const VARIANTS: [name: string, text: TextShape, changes: Partial<LanguageConfig>][] = [
  ["one sequence of skeleton and text tokens", TOKENS, {}],
  ["sentence vectors", SENTENCES, {}],
  ["dropout", TOKENS, { dropout: 0.1 }],
  ["cross-attention", TOKENS, { fusion: "cross-attention" }],
  ["one layer, one head", TOKENS, { layers: 1, heads: 1 }],
];

describe("Sequential fusion, the skeleton-language model and its losses", () => {
  for (const [name, text, changes] of VARIANTS) {
    it(`recorded are what they are eagerly, with every gradient: ${name}`, async () => {
      const one = setting(text, changes);
      await assertRecordedIsEager(one.shapes, withGradients(one), one.values, 1e-4, 0.01);
    });

    it(`have the gradients of their differences: ${name}`, async () => {
      const one = setting(text, changes);
      const program = await record(one.shapes, withGradients(one));
      await withCompiled(program, async (compiled) => {
        const dy = Float32Array.of(1);
        const run = async ({ dy: _dy, ...inputs }: Arrays): Promise<Arrays> =>
          Object.fromEntries(Object.entries(await compiled.run(inputs)).map(([key, value]) => [key, value.slice()]));
        // Small steps, since a hard negative must not change between them.
        await assertGradientsByDifference(run, { ...one.values, dy }, { h: 1 / 64, tolerance: 2e-2, atMost: 3 });
      });
    });
  }

  it("do not see what pads a text", async () => {
    for (const fusion of ["concat", "cross-attention"] as const) {
      const { shape, shapes, build, values } = setting(TOKENS, { fusion });
      const before = await ran(shapes, build, values);
      const tokens = values.tokens!.slice();
      values.lengths!.forEach((length, row) => {
        const size = shape.textTokens! * shape.textWidth;
        tokens.fill(99, row * size + length * shape.textWidth, (row + 1) * size);
      });
      assert.notDeepEqual(tokens, values.tokens);
      const after = await ran(shapes, build, { ...values, tokens });
      assert.deepEqual(after, before);
      const seen = values.tokens!.slice();
      seen[0]! += 1;
      assert.notDeepEqual((await ran(shapes, build, { ...values, tokens: seen })).match, before.match);
    }
  });

  it("do not depend on the order of a batch", async () => {
    const { shapes, build, values } = setting(TOKENS, {});
    const order = [2, 0, 1];
    const permuted: Arrays = { ...values };
    for (const name of ["map", "labels", "sentences", "tokens", "lengths"]) {
      const size = values[name]!.length / N;
      permuted[name] = Float32Array.from(
        order.flatMap((row) => [...values[name]!.subarray(row * size, (row + 1) * size)]),
      );
    }
    const noise = values.negativeNoise!;
    permuted.negativeNoise = Float32Array.from(
      [0, 1].flatMap((side) => order.flatMap((i) => order.map((j) => noise[(side * N + i) * N + j]!))),
    );
    const [before, after] = [await ran(shapes, build, values), await ran(shapes, build, permuted)];
    for (const term of ["align", "match"]) assertClose(after[term]!, before[term]!, 1e-5, term);
  });

  it("have about 1.46 million parameters at the usual sizes", () => {
    const usual = smallLanguage({ width: 256, heads: 4, feedForward: 512, dropout: 0.1 });
    const of = (text: TextShape, changes: Partial<LanguageConfig> = {}): number => {
      const ntu = {
        config: completeModel(modelSchema.parse({})),
        layout: layoutNamed("ntu25"),
        classes: 60,
        window: 64,
      };
      const shape = languageShape({ ...usual, ...changes }, ntu, text);
      assert.equal(shape.skeletonTokens, 21);
      const added = declareTraining(ntu, shape).weights.filter(isLanguage);
      return added.reduce((sum, { length }) => sum + length, 0);
    };
    assert.equal(of({ dimension: 512, tokens: { most: 32 } }), 1_463_043);
    assert.equal(of({ dimension: 512, tokens: null }), 1_455_107);
    // A norm of the text tokens in each layer.
    assert.equal(of({ dimension: 512, tokens: null }, { fusion: "cross-attention" }), 1_455_107 + 2 * 512);
    assert.equal(of({ dimension: 512, tokens: null }, { match: 0 }), 256 * (256 + 512) + 1);
  });

  it("refuse a width that the heads do not divide", () => {
    assert.throws(() => shapeFor(network, TOKENS, { width: 9 }), /9 wide cannot be split over 2 heads/);
  });
});
