import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { RunConfig } from "../../../../src/common/config";
import type { TextFeatures } from "../../../../src/model/language/textFeatures";
import { rateAt } from "../../../../src/model/train";
import type { StepTexts } from "../../../../src/model/train/trainer";
import { runTraining } from "../../../../src/worker/training/runTraining";
import { smallLanguage } from "../../model/language/smallLanguage";
import { fakeParts, FakeTrainer, prepareRun, smallConfig } from "./fakes";

interface Step {
  readonly labels: Int32Array;
  readonly rate: number;
  readonly texts: StepTexts | null;
}

/** A learner that writes down what it is given. */
class Noting extends FakeTrainer {
  constructor(
    config: RunConfig,
    private readonly steps: Step[],
  ) {
    super(config);
  }

  override step(x: Float32Array, labels: Int32Array, rate: number, texts: StepTexts | null = null) {
    this.steps.push({ labels: labels.slice(), rate, texts });
    return super.step(x, labels, rate);
  }
}

/** Two descriptions for each of many classes; a sentence vector says its class and which of the two it is. */
const features: TextFeatures = {
  encoder: "numbers",
  dimension: 2,
  texts: Array.from({ length: 40 }, (_, row) => `text ${row}`),
  sentences: Float32Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? Math.floor(i / 4) : Math.floor(i / 2) % 2)),
  centre: null,
  tokens: null,
  level: "class",
  rowsOf: new Map(Array.from({ length: 20 }, (_, label) => [label, [2 * label, 2 * label + 1]])),
};

async function stepsOf(config: RunConfig, stopAfter = Infinity): Promise<Step[]> {
  const root = mkdtempSync(join(tmpdir(), "hgl-texts-"));
  try {
    const folder = prepareRun(root, config);
    const steps: Step[] = [];
    for (const last of [stopAfter, Infinity]) {
      const stop = new AbortController();
      const noting = new Noting(config, steps);
      const step = noting.step.bind(noting);
      noting.step = async (...given) => {
        const result = await step(...given);
        if (steps.length >= last) stop.abort();
        return result;
      };
      const parts = { ...fakeParts(), rateAt, createTrainer: async () => noting, openTexts: async () => features };
      const outcome = await runTraining(folder.path, parts, { stop: stop.signal, checkpointMinutes: 100 });
      if (outcome === "done") break;
    }
    return steps;
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("a second stage has its epochs, its rate and the descriptions; each clip is shown with one of its class", async () => {
  const language = smallLanguage({ stage: "two-stage", secondEpochs: 3, secondLr: 0.123, ramp: 1 });
  const alone = await stepsOf(smallConfig);
  const perEpoch = alone.length / smallConfig.train.epochs;
  assert.ok(alone.every(({ texts }) => texts === null));
  const steps = await stepsOf({ ...smallConfig, language });
  assert.equal(steps.length, perEpoch * (smallConfig.train.epochs + 3));
  steps.forEach(({ labels, rate, texts }, at) => {
    if (at < alone.length) {
      assert.equal(texts, null);
      assert.equal(rate, alone[at]!.rate);
      assert.deepEqual(labels, alone[at]!.labels);
      return;
    }
    assert.equal(rate, 0.123);
    assert.equal(texts!.lossWeights[0]! > 0, at > alone.length);
    labels.forEach((label, row) => assert.equal(texts!.sentences[2 * row], label));
  });
  const kinds = new Set(
    steps.flatMap(({ texts }) => (texts ? [...texts.sentences.filter((_, i) => i % 2 === 1)] : [])),
  );
  assert.deepEqual([...kinds].sort(), [0, 1], "both descriptions of a class are drawn");
});

test("a run that was stopped goes on with the same descriptions", async () => {
  const config = { ...smallConfig, language: smallLanguage({ ramp: 1 }) };
  const through = await stepsOf(config);
  assert.ok(through.every(({ texts }) => texts !== null));
  assert.deepEqual(await stepsOf(config, 3), through);
});
