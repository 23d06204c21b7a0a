import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataConfig } from "../../../../src/common/config";
import { HglError } from "../../../../src/common/errors";
import type { Dataset } from "../../../../src/model/data/dataset";
import { splitDataset } from "../../../../src/model/data/split";
import { syntheticDataset, type SyntheticClip } from "../../../fixtures/data/synthetic";

type Config = Pick<DataConfig, "split" | "validation">;

const BY_DEFAULT: Config = { split: { by: "default", train: [], test: [] }, validation: 0 };

/** Subjects 1 to 6, views 1 to 3, both classes: one clip each. */
const everyone = grid(6);

function grid(subjects: number): Dataset {
  const specs: SyntheticClip[] = [];
  for (let subject = 1; subject <= subjects; subject++)
    for (let view = 1; view <= 3; view++) for (const label of [0, 1]) specs.push({ frames: 1, subject, view, label });
  const dataset = syntheticDataset("ucla20", specs);
  return { ...dataset, protocols: [{ name: "X-Sub", by: "subject", train: [1, 2, 3, 4, 5], test: [6] }] };
}

const subjectsOf = (dataset: Dataset, clips: readonly number[]): number[] => [
  ...new Set(clips.map((at) => dataset.clips[at]!.subject)),
];

test("the default is the data set's own protocol", () => {
  const split = splitDataset(everyone, BY_DEFAULT, 1);
  assert.deepEqual(subjectsOf(everyone, split.train), [1, 2, 3, 4, 5]);
  assert.deepEqual(subjectsOf(everyone, split.test), [6]);
  assert.deepEqual(split.validation, []);
});

test("a split by view takes whom it is told, and the side left out is everybody else", () => {
  const views = (clips: readonly number[]): number[] => [...new Set(clips.map((at) => everyone.clips[at]!.view))];
  for (const [train, tested, expected] of [
    [[], [3], [[1, 2], [3]]],
    [[2], [], [[2], [1, 3]]],
    [[1], [3], [[1], [3]]],
  ] as const) {
    const split = splitDataset(everyone, { split: { by: "view", train, test: tested }, validation: 0 }, 1);
    assert.deepEqual([views(split.train), views(split.test)], expected);
  }
});

test("validation takes whole subjects, as many as the share says and at least one", () => {
  for (const [validation, count] of [
    [0.01, 1],
    [0.2, 1],
    [0.4, 2],
    [0.5, 3],
  ] as const) {
    const split = splitDataset(everyone, { ...BY_DEFAULT, validation }, 3);
    const held = subjectsOf(everyone, split.validation);
    assert.equal(held.length, count);
    assert.equal(split.validation.length, count * 6);
    assert.equal(split.train.length, 30 - count * 6);
    assert.ok(!subjectsOf(everyone, split.train).some((subject) => held.includes(subject)));
    assert.ok(!held.includes(6), "never a test subject");
  }
});

test("the seed alone decides who is held out", () => {
  const held = (seed: number): string => {
    const split = splitDataset(everyone, { ...BY_DEFAULT, validation: 0.2 }, seed);
    assert.deepEqual(split, splitDataset(everyone, { ...BY_DEFAULT, validation: 0.2 }, seed));
    return subjectsOf(everyone, split.validation).join();
  };
  const drawn = new Set(Array.from({ length: 60 }, (_, seed) => held(seed)));
  assert.deepEqual([...drawn].sort(), ["1", "2", "3", "4", "5"]);
});

test("a subject who alone shows a class stays in training", () => {
  const specs = [1, 2, 3].flatMap((subject) => [{ frames: 1, subject, label: 0 }]);
  const dataset = syntheticDataset("ucla20", [
    ...specs,
    { frames: 1, subject: 2, label: 1 },
    { frames: 1, subject: 9 },
  ]);
  const config: Config = { split: { by: "subject", train: [], test: [9] }, validation: 0.5 };
  for (let seed = 0; seed < 20; seed++) {
    assert.ok(subjectsOf(dataset, splitDataset(dataset, config, seed).train).includes(2));
  }
});

test("without subjects, validation takes the share of every class", () => {
  const specs = [1, 2].flatMap((view) =>
    Array.from({ length: 30 }, (_, at) => ({ frames: 1, view, label: at < 20 ? 0 : 1 })),
  );
  const dataset = syntheticDataset("ucla20", specs);
  const config: Config = { split: { by: "view", train: [1], test: [2] }, validation: 0.2 };
  const split = splitDataset(dataset, config, 5);
  const labels = split.validation.map((at) => dataset.clips[at]!.label);
  assert.deepEqual(
    [labels.filter((label) => label === 0).length, labels.filter((label) => label === 1).length],
    [4, 2],
  );
  assert.deepEqual(
    [...split.train, ...split.validation].sort((a, b) => a - b),
    [...Array(30).keys()],
  );
  assert.notDeepEqual(splitDataset(dataset, config, 6).validation, split.validation);
  const tiny = splitDataset(dataset, { ...config, validation: 0.001 }, 5);
  assert.equal(tiny.validation.length, 1, "a share above zero holds out at least one clip");
});

test("an impossible split is one clear sentence", () => {
  const lonely = syntheticDataset("ucla20", [
    { frames: 1, subject: 1, label: 0 },
    { frames: 1, subject: 1, label: 1 },
    { frames: 1, subject: 2, label: 0 },
  ]);
  const cases: [Dataset, Config, RegExp][] = [
    [
      everyone,
      { split: { by: "subject", train: [], test: [7] }, validation: 0 },
      /no subject 7; use some of 1, 2, 3, 4, 5, 6/,
    ],
    [
      everyone,
      { split: { by: "subject", train: [1, 2], test: [2] }, validation: 0 },
      /subject 2 is under train and under test/,
    ],
    [everyone, { split: { by: "view", train: [], test: [1, 2, 3] }, validation: 0 }, /training split is empty/],
    [everyone, { split: { by: "view", train: [1, 2, 3], test: [] }, validation: 0 }, /test split is empty/],
    [everyone, { split: { by: "view", train: [], test: [] }, validation: 0 }, /names nobody/],
    [everyone, { ...BY_DEFAULT, validation: 0.7 }, /validation share of 0.7/],
    [everyone, { ...BY_DEFAULT, validation: Number.NaN }, /validation share of NaN/],
    [lonely, { ...BY_DEFAULT, validation: 0.2 }, /no training subject of 1 can be held out/],
    [
      lonely,
      { split: { by: "subject", train: [2], test: [1] }, validation: 0 },
      /class "class 1" without a training clip/,
    ],
    [lonely, { split: { by: "view", train: [], test: [1] }, validation: 0 }, /no clip says which view/],
  ];
  for (const [dataset, config, message] of cases) {
    assert.throws(
      () => splitDataset(dataset, config, 1),
      (error) => error instanceof HglError && error.code === "data" && message.test(error.message),
      String(message),
    );
  }
});
