import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type * as tf from "@tensorflow/tfjs-core";
import * as ort from "onnxruntime-node";
import { shared } from "../../../../src/model/language/align";
import { isLanguage } from "../../../../src/model/language/names";
import { skeletonTokens } from "../../../../src/model/language/tokens";
import { hglnet } from "../../../../src/model/network/hglnet";
import { totalLength, type Entry } from "../../../../src/model/network/parameters";
import { Pass } from "../../../../src/model/network/pass";
import { Trainer } from "../../../../src/model/train";
import { exportOnnx } from "../../../../src/model/train/exportOnnx";
import { inputShape } from "../../../../src/model/train/programs";
import { runEagerly } from "../../engine/harness";
import { SENTENCES, shapeFor, smallLanguage, texts } from "../language/smallLanguage";
import { clips, distance, normals, runConfig, smallNetwork } from "../network/smallNetwork";
import { readOnnx } from "./readOnnx";

const N = 4;
const TEXTS = 6;
const network = smallNetwork();
const config = {
  ...runConfig(network, { batch: N, ema: 0.5 }),
  language: smallLanguage({ dropout: 0.1, stage: "two-stage" }),
};
const x = clips(network, N, 9);
const sentences = Float32Array.from({ length: TEXTS * SENTENCES.dimension }, normals(5));

describe("The space that clips and texts share", () => {
  let trainer: Trainer;

  before(async () => {
    trainer = await Trainer.create(config, { layout: network.layout, classes: network.classes, text: SENTENCES });
    for (let i = 0; i < 6; i++) {
      const given = i < 2 ? null : texts(shapeFor(network, SENTENCES), N, i);
      await trainer.step(clips(network, N, i), Int32Array.of(0, 1, 0, 2), 0.05, given);
    }
  });
  after(() => trainer.dispose());

  /** From training's own definition: the token of the whole clip, computed without any engine of ours, with the averaged weights. */
  const eager = () => {
    const { layout } = trainer;
    const { average, statistics } = trainer.getState();
    const cut = (flat: tf.Tensor, entries: readonly Entry[]) =>
      entries.map(({ name, shape, offset, length }): [string, tf.Tensor] => [
        name,
        flat.slice([offset], [length]).reshape([...shape]),
      ]);
    const shapes = {
      weights: [totalLength(layout.weights)],
      statistics: [totalLength(layout.statistics)],
      x: inputShape(network, N),
      sentences: [TEXTS, SENTENCES.dimension],
    };
    const entries = trainer.layout as { weights: Entry[]; statistics: Entry[] };
    return runEagerly(
      shapes,
      ({ weights, statistics, x, sentences }) => {
        const tensors = new Map([...cut(weights!, entries.weights), ...cut(statistics!, entries.statistics)]);
        const pass = new Pass(tensors, false, new Set(["map"]));
        const logits = hglnet(pass, network, x!);
        const whole = skeletonTokens(network.layout, pass.maps.get("map")!).slice([0, 0, 0], [-1, 1, -1]);
        return { logits, a: shared(pass, "skeleton", whole.reshape([N, 32])), c: shared(pass, "text", sentences!) };
      },
      { weights: average!, statistics, x, sentences },
    );
  };

  it("is what the same state gives eagerly, for clips and for texts, from averaged weights", async () => {
    const [expected, clipsOf, textsOf] = [await eager(), await trainer.embed(x, 3), await trainer.embedTexts(sentences)]; // prettier-ignore
    assert.equal(clipsOf.vectors.length, 3 * config.language.width);
    assert.equal(textsOf.length, TEXTS * config.language.width, "more texts than a batch has");
    assert.ok(distance(clipsOf.vectors, expected.a!.slice(0, clipsOf.vectors.length)) <= 1e-5);
    assert.ok(distance(clipsOf.logits, expected.logits!.slice(0, clipsOf.logits.length)) <= 1e-5);
    assert.ok(distance(textsOf, expected.c!) <= 1e-5);
    for (let row = 0; row < 3; row++) {
      const vector = clipsOf.vectors.slice(row * config.language.width, (row + 1) * config.language.width);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
    }
  });

  it("scores clips with the same logits as an evaluation does", async () => {
    assert.deepEqual((await trainer.embed(x, N)).logits, (await trainer.evaluate(x, N)).slice());
  });

  it("moves on with the training", async () => {
    const before = (await trainer.embedTexts(sentences)).slice();
    const state = trainer.getState();
    await trainer.step(x, Int32Array.of(0, 1, 0, 2), 0.05, texts(shapeFor(network, SENTENCES), N, 8));
    assert.notDeepEqual(await trainer.embedTexts(sentences), before);
    trainer.setState(state);
    assert.deepEqual(await trainer.embedTexts(sentences), before);
  });

  it("stays behind when HGLNet is exported alone, which then says what the trained run says", async () => {
    const bytes = await exportOnnx(config, network.layout, network.classes, trainer.getState());
    const { initializers, inputs } = readOnnx(bytes);
    assert.deepEqual(
      initializers.filter(({ name }) => isLanguage({ name }) || name.includes("language")),
      [],
    );
    assert.deepEqual(
      inputs.map(({ name }) => name),
      ["x"],
    );
    const own = trainer.layout.weights.filter((entry) => !isLanguage(entry));
    assert.ok(bytes.length < 4 * totalLength(own as Entry[]) + 100_000);
    const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
    const { logits } = await session.run({ x: new ort.Tensor("float32", x, inputShape(network, N)) });
    await session.release();
    assert.ok(distance(logits!.data as Float32Array, await trainer.evaluate(x, N)) <= 1e-5);
  });

  it("is not there for a training without descriptions", async () => {
    const plain = await Trainer.create({ ...config, language: null }, network);
    await assert.rejects(plain.embed(x, N), /without descriptions/);
    await plain.dispose();
  });
});
