import assert from "node:assert/strict";
import { test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkDataCard } from "../../../../src/common/payloads/dataCard";
import { dataCard } from "../../../../src/model/data/card";
import type { DataFacts } from "../../../../src/worker/running/dataCell";
import { dataOutput } from "../../../../src/worker/running/outputs/dataOutput";
import { modelOutput } from "../../../../src/worker/running/outputs/modelOutput";
import { smallDataset } from "../training/fakes";

const facts: DataFacts = {
  format: 1,
  notebook: "n.hgl.md",
  cell: "d",
  at: 0,
  stamp: "",
  seed: 3,
  split: { train: 20, validation: 4, test: 12 },
  by: "subject",
  card: dataCard(smallDataset()),
};

test("a data cell tells what is there, how long, split how, and what deserves a look", () => {
  const text = dataOutput(facts)["text/plain"]!;
  for (const line of [
    /Clips +36 clips, 414 frames/,
    /People +6 \(1, 2, 3, 4, 5, 6\)/,
    /Cameras +not known/,
    /9 to 14, median 11\.5/,
    /by subject: training 20, validation 4 \(with seed 3\), test 12 clips/,
    / 3 {2}wave +12/,
  ])
    assert.match(text, line);
  const { card } = facts;
  const odd = dataOutput({
    ...facts,
    split: "split of small: there is no subject 99.",
    card: {
      ...card,
      classes: [...card.classes, { name: "never", clips: 0, first: null }],
      oneFrame: ["s1"],
      warnings: ["View 3 is absent."],
      license: "CC0",
      source: "somewhere",
      subjects: Array.from({ length: 40 }, (_, i) => ({ id: i + 1, clips: 1 })),
    },
  })["text/plain"]!;
  for (const line of [
    /Note: split of small: there is no subject 99\./,
    /Note: View 3 is absent\./,
    /Note: 1 class has no clip: never\./,
    /Note: 1 clip has a single frame/,
    /Split +not possible/,
    /Licence +CC0/,
    /People +40\n/,
  ])
    assert.match(odd, line);
});

test("the data card's payload passes its guard, however odd the data set", () => {
  const payloadOf = (more: Partial<DataFacts>) => {
    const value: unknown = JSON.parse(dataOutput({ ...facts, ...more })[MIME.data]!);
    const check = checkDataCard(value);
    assert.ok(check.ok, check.ok ? "" : check.reason);
    assert.deepEqual(check.payload, value);
    return check.payload;
  };
  const usual = payloadOf({});
  assert.deepEqual(usual.split, { by: "subject", seed: 3, train: 20, validation: 4, test: 12 });
  assert.equal(usual.clips, 36);
  assert.deepEqual(usual.classes.at(-1), { name: "wave", clips: 12, example: "s1c2r0" });
  assert.deepEqual(usual.subjects[0], { name: "1", clips: 6 });
  const { card } = facts;
  const long = "x".repeat(10_000);
  const odd = payloadOf({
    split: long,
    card: { ...card, name: long, source: long, oneFrame: Array.from({ length: 5000 }, (_, i) => `${i}${long}`) },
  });
  assert.equal(odd.split, null);
  assert.equal(odd.still.length, 1000);
  assert.ok(odd.warnings.some((warning) => warning.startsWith("5,000 clips have a single frame")));
});

test("a data set's words cannot become markup", () => {
  const { card } = facts;
  const hostile = "<img src=x onerror=alert(1)> [x](command:y) | `z` \n# h";
  const { "text/markdown": markdown } = dataOutput({
    ...facts,
    split: hostile,
    card: {
      ...card,
      name: hostile,
      source: hostile,
      license: hostile,
      warnings: [hostile],
      classes: [{ name: hostile, clips: 1, first: hostile }],
    },
  });
  assert.doesNotMatch(markdown!, /<img/);
  assert.doesNotMatch(markdown!, /(?<!\\)\[x(?<!\\)\]\(/);
  assert.doesNotMatch(markdown!, /^# h/m);
});

test("a model cell says whose inputs it is told for", () => {
  const summary = {
    rows: [
      { name: "stem", parameters: 10, macs: 1e6, output: "[1]" },
      { name: "block 1 GSM", parameters: 5, macs: 1e6, output: "[1]" },
      { name: "block 1 LSE", parameters: 7, macs: 2e6, output: "[2]" },
    ],
    parameters: 22,
    macs: 4e6,
  };
  const input = { layout: "ntu25", classes: 60, window: 64 };
  const usual = modelOutput([{ input: { ...input, cells: [] }, summary }])["text/plain"]!;
  assert.match(usual, /block 1 {2}\[2\] +12 +3\.00\n/);
  assert.match(
    usual,
    /As for NTU RGB\+D 60, since no train cell with known data uses it yet: skeleton ntu25, 60 classes, 64 frames/,
  );
  const two = modelOutput([{ input: { ...input, cells: ["a", "b"] }, summary }])["text/plain"]!;
  assert.match(two, /As #a, #b train it: /);
});
