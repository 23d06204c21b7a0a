import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LanguageConfig, TrainConfig } from "../../../../src/common/config";
import { networkLength } from "../../../../src/model/language/declare";
import { declareHglnet } from "../../../../src/model/network/hglnet";
import { totalLength } from "../../../../src/model/network/parameters";
import { Trainer } from "../../../../src/model/train";
import { exportOnnx } from "../../../../src/model/train/exportOnnx";
import { SENTENCES, shapeFor, smallLanguage, texts, TOKENS } from "../language/smallLanguage";
import { clips, distance, evaluated, runConfig, smallNetwork, trainerFor } from "../network/smallNetwork";

const N = 4;
const LABELS = Int32Array.of(0, 1, 0, 2);
const network = smallNetwork();

const made = (
  language: Partial<LanguageConfig> = {},
  train: Partial<TrainConfig> = {},
  text = TOKENS,
): Promise<Trainer> =>
  Trainer.create(
    { ...runConfig(network, { batch: N, ...train }), language: smallLanguage({ dropout: 0.1, ...language }) },
    { layout: network.layout, classes: network.classes, text },
  );

const step = (trainer: Trainer, at: number, text = TOKENS) =>
  trainer.step(clips(network, N, at), LABELS, 0.05, texts(shapeFor(network, text), N, at));

describe("Training with descriptions", () => {
  for (const [name, language, train, text] of [
    ["sentences", {}, {}, SENTENCES],
    ["tokens", {}, {}, TOKENS],
    ["cross-attention", { fusion: "cross-attention" }, {}, TOKENS],
    ["alignment alone", { match: 0, dropout: 0 }, {}, TOKENS],
    ["adamw, averages, accumulation", {}, { optimizer: "adamw", lr: 1e-3, ema: 0.9, accumulate: 2 }, TOKENS],
  ] as const) {
    it(`learns the pairs of a batch: ${name}`, async () => {
      const trainer = await made(language, train, text);
      const batch = texts(shapeFor(network, text), N);
      const losses: number[] = [];
      for (let i = 0; i < 25; i++) {
        const { language: terms } = await trainer.step(clips(network, N), LABELS, 0.02, batch);
        losses.push(terms!.align);
        assert.ok(Number.isFinite(terms!.match));
        assert.equal(terms!.match === 0, "match" in language);
      }
      assert.ok(losses.at(-1)! < 0.5 * losses[0]!, `${losses[0]} to ${losses.at(-1)}`);
      await trainer.dispose();
    });
  }

  it("ends with the same bits when it is resumed", async () => {
    const through = await made({}, { accumulate: 2, ema: 0.9 });
    for (let i = 0; i < 5; i++) await step(through, i);
    const half = await made({}, { accumulate: 2, ema: 0.9 });
    for (let i = 0; i < 3; i++) await step(half, i);
    const resumed = await made({}, { accumulate: 2, ema: 0.9 });
    resumed.setState(half.getState());
    for (let i = 3; i < 5; i++) await step(resumed, i);
    assert.deepEqual(resumed.getState(), through.getState());
    await Promise.all([through, half, resumed].map((trainer) => trainer.dispose()));
  });

  it("keeps HGLNet's vectors in front, where evaluation and export find them alone", async () => {
    const trainer = await made();
    await step(trainer, 1);
    const plain = declareHglnet(network);
    assert.deepEqual(trainer.layout.weights.slice(0, plain.weights.length), plain.weights);
    const own = totalLength(plain.weights);
    assert.equal(networkLength(trainer.layout), own);
    const state = trainer.getState();
    const alone = { ...state, weights: state.weights.slice(0, own) };
    const x = clips(network, N, 9);
    const logits = (await trainer.evaluate(x, N)).slice();
    const { logits: bare } = await evaluated(network, alone, x, N);
    assert.ok(distance(logits, bare!) <= 1e-6);
    const config = runConfig(network);
    const [whole, cut] = await Promise.all([state, alone].map((s) => exportOnnx(config, network.layout, 4, s)));
    assert.deepEqual(whole, cut);
    await trainer.dispose();
  });

  it("starts HGLNet as training without descriptions does, and with weights of 0 trains it alike", async () => {
    const [with0, without] = [await made({ align: 1 }), await trainerFor(network, { batch: N })];
    const own = networkLength(with0.layout);
    assert.deepEqual(with0.getState().weights.slice(0, own), without.getState().weights);
    for (let i = 0; i < 2; i++) {
      await with0.step(clips(network, N, i), LABELS, 0.05, texts(shapeFor(network), N, i, [0, 0]));
      await without.step(clips(network, N, i), LABELS, 0.05);
    }
    assert.ok(distance(with0.getState().weights.slice(0, own), without.getState().weights) <= 1e-6);
    await Promise.all([with0.dispose(), without.dispose()]);
  });

  for (const optimizer of ["sgd", "adamw"] as const) {
    it(`in two stages leaves the language side alone in the first, and HGLNet trains as without it: ${optimizer}`, async () => {
      const settings = { optimizer, ema: 0.9, weightDecay: 0.1 };
      const [two, without] = [await made({ stage: "two-stage" }, settings), await trainerFor(network, { batch: N, ...settings })]; // prettier-ignore
      const before = two.getState();
      const own = networkLength(two.layout);
      for (let i = 0; i < 2; i++) {
        for (const trainer of [two, without]) await trainer.step(clips(network, N, i), LABELS, 0.01);
      }
      const [after, plain] = [two.getState(), without.getState()];
      assert.deepEqual(after.weights.subarray(own), before.weights.subarray(own));
      assert.deepEqual(after.average!.subarray(own), before.average!.subarray(own));
      assert.ok(distance(after.weights.slice(0, own), plain.weights) <= 1e-6);
      assert.ok(distance(after.average!.slice(0, own), plain.average!) <= 1e-6);
      assert.ok(distance(after.slots.slice(0, own), plain.slots.slice(0, own)) <= 1e-6);
      const last = after.slots.length - after.weights.length;
      assert.ok(distance(after.slots.slice(last, last + own), plain.slots.slice(plain.slots.length - own)) <= 1e-6);
      const { language } = await step(two, 3);
      assert.ok(language!.match > 0);
      assert.notDeepEqual(two.getState().weights.subarray(own), before.weights.subarray(own));
      await Promise.all([two.dispose(), without.dispose()]);
    });
  }

  it("refuses to begin without the features' shape", async () => {
    const config = { ...runConfig(network), language: smallLanguage() };
    await assert.rejects(Trainer.create(config, network), /has none/);
  });
});
