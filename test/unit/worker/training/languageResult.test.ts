import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { RunConfig } from "../../../../src/common/config";
import type { RunEvent, RunResult } from "../../../../src/common/runRecord";
import { splitDataset } from "../../../../src/model/data/split";
import type { TextFeatures } from "../../../../src/model/language/textFeatures";
import type { RunFolder } from "../../../../src/worker/store/runFolder";
import { readScores } from "../../../../src/worker/store/scores";
import type { Parts } from "../../../../src/worker/training/parts";
import { runTraining } from "../../../../src/worker/training/runTraining";
import { smallLanguage } from "../../model/language/smallLanguage";
import { fakeParts, FakeTrainer, prepareRun, smallConfig, smallDataset } from "./fakes";

/** "sit" and "stand" are described alike but for a little; each class has two descriptions. */
const features: TextFeatures = {
  encoder: "numbers 1",
  dimension: 3,
  texts: ["s1", "s2", "t1", "t2", "w1", "w2"],
  sentences: Float32Array.from([1, 0.5, 0, 1, 0.4, 0, 0.5, 1, 0, 0.4, 1, 0, 0, 0, 1, 0, 0.1, 1]),
  centre: null,
  tokens: null,
  level: "class",
  rowsOf: new Map([[0, [0, 1]], [1, [2, 3]], [2, [4, 5]]]), // prettier-ignore
};

const withTexts: RunConfig = { ...smallConfig, language: smallLanguage({ width: 3, heads: 1 }) };

interface Ran {
  readonly result: RunResult;
  readonly folder: RunFolder;
  readonly events: readonly RunEvent[];
}

async function ran<T>(config: RunConfig, look: (ran: Ran) => T, parts: Partial<Parts> = {}): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "hgl-language-"));
  try {
    const folder = prepareRun(root, config);
    const all = { ...fakeParts(), openTexts: async () => features, ...parts };
    await runTraining(folder.path, all, { stop: new AbortController().signal, checkpointMinutes: 100 });
    return look({ result: folder.storedResult()!, folder, events: folder.events() });
  } finally {
    rmSync(root, { recursive: true });
  }
}

const { test: tested, validation } = splitDataset(smallDataset(), smallConfig.data, smallConfig.seed);

test("a run with alignment tells what clips and descriptions find of one another, and whom they describe", async () => {
  const { result } = await ran(withTexts, (run) => run);
  const { level, encoder, test, validation: held, similar } = result.language!;
  assert.deepEqual([level, encoder], ["class", "numbers 1"]);
  assert.deepEqual([test.clips, test.texts, held!.clips], [tested.length, 6, validation.length]);
  assert.deepEqual([test.skeletonToText!.gallery, test.textToSkeleton!.gallery], [6, tested.length]);
  // The fake space is the classifier's own, and each text points at its class.
  assert.ok(test.byText > 0.9 && test.skeletonToText!.r1 > 0.9, JSON.stringify(test));
  assert.equal(test.zeroShot, null);
  assert.deepEqual(similar[0]!.classes, ["sit", "stand"]);
  assert.ok(similar[0]!.cosine > 0.7 && similar[1]!.cosine < 0.1);
  assert.equal(similar.length, 3);
});

test("no clip is looked at anew for it", async () => {
  const [without, together] = await Promise.all([smallConfig, withTexts].map((config) => ran(config, (run) => run)));
  assert.equal(without!.result.language, undefined);
  assert.equal(together!.result.testLooks, without!.result.testLooks);
  assert.deepEqual(together!.result.test, without!.result.test);
});

test("nothing is told of a run that aligns nothing", async () => {
  const config = { ...withTexts, language: smallLanguage({ width: 3, heads: 1, align: 0 }) };
  assert.equal((await ran(config, ({ result }) => result)).language, undefined);
});

test("an unseen class is no matter of the classifier, and one of the descriptions", async () => {
  const config = { ...withTexts, data: { ...withTexts.data, unseen: ["wave"] } };
  await ran(config, ({ result, folder }) => {
    const seen = tested.filter((clip) => smallDataset().clips[clip]!.label !== 2);
    assert.deepEqual(result.unseen, ["wave"]);
    assert.equal(result.test.clips, seen.length);
    assert.deepEqual(result.test.perClass.map((share) => share === null), [false, false, true]); // prettier-ignore
    assert.deepEqual(readScores(folder.scoresPath, "test").clips, seen.map((clip) => smallDataset().clips[clip]!.id)); // prettier-ignore
    const { test, validation } = result.language!;
    assert.equal(test.clips, tested.length);
    assert.deepEqual(test.zeroShot!.clips, { seen: seen.length, unseen: tested.length - seen.length });
    assert.equal(test.zeroShot!.unseenAlone, null);
    assert.equal(validation!.zeroShot, null);
  });
  await ran({ ...smallConfig, data: config.data }, ({ result }) => {
    assert.deepEqual([result.unseen, result.language], [["wave"], undefined]);
  });
});

test("the views of a clip are one vector", async () => {
  const data = { ...withTexts.data, testClips: 3 };
  const { test } = await ran({ ...withTexts, data }, ({ result }) => result.language!);
  assert.equal(test.clips, tested.length);
  assert.ok(test.byText > 0.9);
});

test("an epoch tells the means of both losses over its steps with descriptions, also when it was interrupted", async () => {
  class Telling extends FakeTrainer {
    steps = 0;
    override async step(...given: Parameters<FakeTrainer["step"]>) {
      this.steps++;
      return { ...(await super.step(...given)), language: { align: this.steps, match: 10 * this.steps } };
    }
  }
  const createTrainer = async (config: RunConfig) => new Telling(config);
  await ran(withTexts, ({ events }) => {
    const epochs = events.filter((event) => event.type === "epoch");
    const starts = events.find((event) => event.type === "start")!;
    const { stepsPerEpoch } = starts;
    epochs.forEach(({ language }, epoch) => {
      const mean = epoch * stepsPerEpoch + (stepsPerEpoch + 1) / 2;
      assert.deepEqual(language, { align: mean, match: 10 * mean });
    });
  }, { createTrainer }); // prettier-ignore
  await ran(smallConfig, ({ events }) => assert.ok(events.every((event) => !("language" in event))));
});
