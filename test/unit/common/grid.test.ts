import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunConfig } from "../../../src/common/config";
import { HglError } from "../../../src/common/errors";
import { expandGrid, valuesOf } from "../../../src/common/grid";

const base = {
  data: { stream: "J", split: { by: "subject", test: [1] } },
  model: { cts: "both", gsm: "S+D+Q" },
  train: { lr: 0.1 },
  seed: 9,
} as unknown as RunConfig;
const expand = (factors: Parameters<typeof expandGrid>[1], seeds: readonly number[] = [1, 2]) =>
  expandGrid(base, factors, seeds, (config) => JSON.stringify(config));

test("two factors of two levels and two seeds are eight runs, the seeds of a row together", () => {
  const runs = expand([valuesOf("model.cts", ["both", "gsm"]), valuesOf("train.lr", [0.1, 0.2])]);
  assert.deepEqual(
    runs.map(({ label, config }) => `${label} ${config.seed} ${config.model.cts} ${config.train.lr}`),
    ["both, 0.1", "both, 0.2", "gsm, 0.1", "gsm, 0.2"].flatMap((label) =>
      [1, 2].map((seed) => `${label} ${seed} ${label.replace(",", "")}`),
    ),
  );
  assert.equal(base.model.cts, "both", "the base stays as it is");
  assert.deepEqual(expand([])[0], { levels: [], label: "base", also: [], config: { ...base, seed: 1 } });
});

test("combinations that make one run are one run, which says so", () => {
  const variants = {
    name: "module",
    levels: [
      { label: "full", changes: {} },
      { label: "full again", changes: { "model.gsm": "S+D+Q" } },
      { label: "S", changes: { "model.gsm": "S" } },
    ],
  };
  const runs = expand([variants], [1]);
  assert.deepEqual(
    runs.map(({ label, also }) => [label, also]),
    [
      ["full", ["full again"]],
      ["S", []],
    ],
  );
});

for (const [what, act, sentence] of [
  ["an unknown path", () => expand([valuesOf("model.ctz", ["gsm"])]), /has no "model.ctz"; did you mean "cts"/],
  [
    "one path twice",
    () => expand([valuesOf("train.lr", [1]), valuesOf("train.lr", [2])]),
    /changed by the factor "train.lr" too/,
  ],
  [
    "a whole and its part",
    () => expand([valuesOf("data.split", [{}]), valuesOf("data.split.by", ["view"])]),
    /data.split.by is changed/,
  ],
  ["a level twice", () => expand([valuesOf("train.lr", [1, 1])]), /level "1" stands there twice/],
  ["no level", () => expand([valuesOf("train.lr", [])]), /has no level/],
  ["no seed", () => expand([], []), /there is no seed/],
  ["a seed twice", () => expand([], [1, 1]), /seed 1 stands there twice/],
  ["seeds as a factor", () => expand([valuesOf("seed", [1])]), /list seeds under seeds/],
  [
    "too many",
    () =>
      expand([
        valuesOf(
          "train.lr",
          Array.from({ length: 5001 }, (_, i) => i),
        ),
      ]),
    /10002 runs are over/,
  ],
] as const) {
  test(`${what} is named`, () =>
    assert.throws(act, (error) => error instanceof HglError && error.code === "cell" && sentence.test(error.message)));
}
