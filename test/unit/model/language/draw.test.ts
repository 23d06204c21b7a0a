import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drawTexts, textBatch } from "../../../../src/model/language/draw";
import { gumbelNoise } from "../../../../src/model/language/noise";
import { epochsOf, lossWeightsAt, stageRate } from "../../../../src/model/language/ramp";
import { rateAt } from "../../../../src/model/train/schedule";
import { plainTraining } from "../network/smallNetwork";
import { smallLanguage } from "./smallLanguage";

const CLASSES = { level: "class" as const, rowsOf: new Map<number | string, number[]>([[0, [0, 1, 2]], [1, [3]]]) }; // prettier-ignore
const clips = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `c${i}`, label: i % 2 }));

describe("The description of a clip in a step", () => {
  it("is one of its class, drawn evenly and anew by epoch and place, and the same when asked again", () => {
    const key = { seed: 1, epoch: 3, first: 8 };
    const rows = drawTexts(CLASSES, clips(600), key);
    assert.deepEqual(drawTexts(CLASSES, clips(600), key), rows);
    const counts = [0, 0, 0, 0];
    rows.forEach((row, i) => {
      assert.equal(row === 3, i % 2 === 1);
      counts[row]!++;
    });
    for (const count of counts.slice(0, 3)) assert.ok(Math.abs(count - 100) < 40, `${counts}`);
    for (const other of [{ seed: 2 }, { epoch: 4 }, { first: 9 }])
      assert.notDeepEqual(drawTexts(CLASSES, clips(600), { ...key, ...other }), rows);
    assert.deepEqual(drawTexts(CLASSES, clips(10).slice(4), { ...key, first: 12 }), rows.slice(4, 10));
  });

  it("is its own where descriptions are by clip", () => {
    const features = { level: "clip" as const, rowsOf: new Map([["c1", [7]], ["c0", [5]]]) }; // prettier-ignore
    assert.deepEqual(drawTexts(features, clips(2), { seed: 1, epoch: 0, first: 0 }), Int32Array.of(5, 7));
    assert.throws(
      () => drawTexts(features, clips(3), { seed: 1, epoch: 0, first: 0 }),
      /the clip "c2" has no description/,
    );
    const strange = [{ id: "x", label: 2 }];
    assert.throws(() => drawTexts(CLASSES, strange, { seed: 1, epoch: 0, first: 0 }), /class 2 has no description/);
  });

  it("comes with the features of its row", () => {
    const sentences = Float32Array.of(1, 2, 3, 4);
    const tokens = { values: Float32Array.of(1, 2, 0, 0, 5, 6, 7, 8), most: 2, lengths: Int32Array.of(1, 2) };
    const features = { ...CLASSES, encoder: "e", dimension: 2, texts: ["a", "b"], sentences, centre: null, tokens };
    assert.deepEqual(textBatch(features, Int32Array.of(1, 0, 1)), {
      sentences: Float32Array.of(3, 4, 1, 2, 3, 4),
      tokens: Float32Array.of(5, 6, 7, 8, 1, 2, 0, 0, 5, 6, 7, 8),
      lengths: Float32Array.of(2, 1, 2),
    });
    assert.equal(textBatch({ ...features, tokens: null }, Int32Array.of(1)).tokens, null);
  });
});

describe("Noise for negatives", () => {
  it("is standard Gumbel, repeats by seed and step, and is finite", () => {
    const noise = gumbelNoise(1, 5, 20_000);
    const mean = noise.reduce((a, b) => a + b) / noise.length;
    assert.ok(Math.abs(mean - 0.5772) < 0.05, `${mean}`);
    assert.ok(noise.every(Number.isFinite));
    assert.deepEqual(gumbelNoise(1, 5, 20_000), noise);
    assert.notDeepEqual(gumbelNoise(1, 6, 20_000), noise);
  });
});

describe("Weights of the losses", () => {
  const train = plainTraining({ epochs: 20, warmup: 5 });
  const at = (language: Parameters<typeof smallLanguage>[0], epoch: number): number[] | null => {
    const weights = lossWeightsAt({ train, language: smallLanguage(language) }, epoch * 8, 8);
    return weights && [...weights].map((weight) => Math.round(1e4 * weight) / 1e4);
  };

  it("grow over the ramp behind the warm-up", () => {
    const language = { ramp: 10, align: 0.8, match: 0.2 };
    for (const [epoch, share] of [
      [0, 0],
      [5, 0],
      [7.5, 0.25],
      [15, 1],
      [19, 1],
    ] as const)
      // prettier-ignore
      assert.deepEqual(at(language, epoch), [0.8 * share, 0.2 * share], `epoch ${epoch}`);
    assert.deepEqual(at({ ...language, ramp: 0 }, 4), [0, 0]);
    assert.deepEqual(at({ ...language, ramp: 0 }, 5), [0.8, 0.2]);
    assert.equal(lossWeightsAt({ train, language: null }, 100, 8), null);
  });

  it("are none in the first of two stages; the second has epochs and a rate of its own", () => {
    const language = smallLanguage({ stage: "two-stage", ramp: 4, secondEpochs: 6, secondLr: 0.03 });
    assert.equal(at(language, 19.875), null);
    assert.deepEqual(at(language, 20), [0, 0]);
    assert.deepEqual(at(language, 21), [0.2, 0.05]);
    assert.deepEqual(at(language, 25), [0.8, 0.2]);
    assert.equal(epochsOf({ train, language }), 26);
    assert.equal(epochsOf({ train, language: smallLanguage() }), 20);
    assert.equal(epochsOf({ train, language: null }), 20);
    assert.equal(stageRate({ train, language }, 160, 8), 0.03);
    assert.equal(stageRate({ train, language }, 159, 8), rateAt(train, 159, 8));
    assert.equal(stageRate({ train, language: smallLanguage() }, 161, 8), rateAt(train, 161, 8));
  });
});
