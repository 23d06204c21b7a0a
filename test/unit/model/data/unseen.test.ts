import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { splitDataset } from "../../../../src/model/data/split";
import { unseenLabels } from "../../../../src/model/data/unseen";
import { noise, syntheticDataset } from "../../../fixtures/data/synthetic";

const CLASSES = 4;
const people = [1, 2, 3, 4, 5, 6];
const labels = [0, 1, 2, 3];
const specs = people.flatMap((subject) => labels.map((label) => ({ frames: 1, subject, label })));
const dataset = {
  ...syntheticDataset("ucla20", specs, noise(1), CLASSES),
  protocols: [{ name: "X-Sub", by: "subject", train: [1, 2, 3, 4, 5], test: [6] }],
} as const;
const byDefault = { split: { by: "default", train: [], test: [] }, validation: 0.2 };

for (const known of [true, false])
  test(`a class that is unseen is tested and neither trained on nor validated on, ${known ? "subjects held out" : "clips"}`, () => {
    const whom = known ? dataset : { ...dataset, clips: dataset.clips.map((clip) => ({ ...clip, view: clip.subject, subject: 0 })) }; // prettier-ignore
    const split = known ? byDefault : { ...byDefault, split: { by: "view", train: [1, 2, 3, 4, 5], test: [6] } };
    const whole = splitDataset(whom, split, 1);
    const held = splitDataset(whom, { ...split, unseen: ["class 1", "class 3"] }, 1);
    const classesOf = (clips: readonly number[]): number[] => [...new Set(clips.map((at) => dataset.clips[at]!.label))];
    assert.deepEqual(held.test, whole.test);
    assert.deepEqual(classesOf(held.test), labels);
    assert.deepEqual(classesOf(held.train), [0, 2]);
    assert.deepEqual(classesOf(held.validation), [0, 2]);
    assert.equal(held.train.length + held.validation.length, 10);
  });

test("a class without training clips is refused, unless it is unseen", () => {
  const clips = dataset.clips.map((clip) => (clip.label === 2 ? { ...clip, subject: 6 } : clip));
  const lacking = { ...dataset, clips };
  assert.throws(() => splitDataset(lacking, byDefault, 1), /class "class 2" without a training clip/);
  assert.equal(splitDataset(lacking, { ...byDefault, unseen: ["class 2"] }, 1).test.length, 9);
});

test("a test split of unseen classes alone is refused, before anything is trained", () => {
  const clips = dataset.clips.filter(({ subject, label }) => subject < 6 || label === 3);
  assert.throws(() => splitDataset({ ...dataset, clips }, { ...byDefault, unseen: ["class 3"] }, 1), /every test clip is of an unseen class/); // prettier-ignore
});

const refusals: readonly [readonly string[], RegExp][] = [
  [["clas 1"], /`unseen` names "clas 1", which is no class of the data; did you mean "class 1"\?/],
  [["jumping jacks"], /names "jumping jacks".*as the data card shows it/],
  [["class 0", "class 1", "class 2", "class 3"], /names 4 of 4 classes, which leaves none/],
  [["class 0", "class 1", "class 2"], /names 3 of 4 classes, which leaves one/],
];
for (const [unseen, message] of refusals)
  test(`is refused: ${unseen.join(", ")}`, () => {
    const refused = (error: unknown) =>
      error instanceof HglError && error.code === "data" && message.test(error.message);
    assert.throws(() => unseenLabels(dataset, { unseen }), refused);
    assert.throws(() => splitDataset(dataset, { ...byDefault, unseen }, 1), refused);
  });
