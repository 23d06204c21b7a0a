import assert from "node:assert/strict";
import { test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkDataCard } from "../../../../src/common/payloads/dataCard";
import { checkModel } from "../../../../src/common/payloads/model";
import { dataCard } from "../../../../src/model/data/card";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { summariseTraining } from "../../../../src/model/train/activations";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { keysOf } from "../../../../src/notebook/reference";
import type { DataFacts } from "../../../../src/worker/running/dataCell";
import type { DescribedNetwork } from "../../../../src/worker/running/modelCell";
import { dataOutput } from "../../../../src/worker/running/outputs/dataOutput";
import { modelOutput } from "../../../../src/worker/running/outputs/modelOutput";
import { smallDataset } from "../training/fakes";

const facts: DataFacts = {
  format: 2,
  notebook: "n.hgl.md",
  cell: "d",
  at: 0,
  stamp: "",
  seed: 3,
  split: { train: 20, validation: 4, test: 12 },
  protocol: { name: "X-Sub", by: "subject" },
  card: dataCard(smallDataset()),
};

test("a data cell tells what is there, how long, split how, and what deserves a look", () => {
  const text = dataOutput(facts)["text/plain"]!;
  for (const line of [
    /Clips +36 clips, 414 frames/,
    /People +6 \(1, 2, 3, 4, 5, 6\)/,
    /Cameras +not known/,
    /9 to 14, median 11\.5/,
    /X-Sub: training 20, validation 4 \(with seed 3\), test 12 clips/,
    / 3 {2}wave +12/,
  ])
    assert.match(text, line);
  const held = dataOutput({ ...facts, unseen: ["sit", "wave"] })["text/plain"]!;
  assert.match(held, /X-Sub, 2 classes unseen \(sit, wave\): training 20/);
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
  assert.deepEqual(usual.split, { protocol: "X-Sub", by: "subject", seed: 3, train: 20, validation: 4, test: 12 });
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

const model = completeModel(modelSchema.parse({ widths: [32, 64], strides: [1, 2], gsm: "S", lseGroups: 8 }));
const described = async (
  cells: readonly string[],
  times: DescribedNetwork["times"] = null,
): Promise<DescribedNetwork> => {
  const input = { layout: "ucla20", classes: 10, window: 16, cells };
  return { config: model, input, summary: await summariseTraining(model, layoutNamed("ucla20"), 10, 16), times };
};

test("a model cell says whose inputs it is told for, and adds up the parts of a block", async () => {
  const { summary } = await described([]);
  const usual = modelOutput("net", [await described([])])["text/plain"]!;
  const parts = summary.rows.filter(({ name }) => name.startsWith("block 2 "));
  const sum = (read: (row: (typeof parts)[number]) => number): number => parts.reduce((all, row) => all + read(row), 0);
  const row = /^block 2 {2}\[1, 64, 20, 8\] +([\d,]+) +(\d+\.\d\d) +(\d+\.\d\d)$/m.exec(usual);
  assert.deepEqual(row?.slice(1), [
    sum(({ parameters }) => parameters).toLocaleString("en-US"),
    (sum(({ macs }) => macs) / 1e6).toFixed(2),
    (sum(({ kept }) => kept) / 1e6).toFixed(2),
  ]);
  assert.match(
    usual,
    /As for NTU RGB\+D 60, since no train cell with known data uses it yet: skeleton ucla20, 10 classes, 16 frames/,
  );
  const two = modelOutput("net", [await described(["a", "b"])])["text/plain"]!;
  assert.match(two, /As #a, #b train it: /);
});

test("a network's payload passes its guard, and each part knows the keys that set it", async () => {
  const times = { batch: 8, threads: 2, milliseconds: [1.5, -0.1], processor: "P", at: 5 };
  const networks = [await described(["a"], times), ...new Array<DescribedNetwork>(40).fill(await described([]))];
  const check = checkModel(JSON.parse(modelOutput("net", networks)[MIME.model]!));
  assert.ok(check.ok);
  const { cell, networks: views } = check.payload;
  assert.deepEqual([cell, views.length, views[1]!.times], ["net", 32, null]);
  const [first] = views as [(typeof views)[number]];
  assert.deepEqual([first.times, first.cells], [times, ["a"]]);
  const said = (settings: (typeof first.parts)[number]["settings"]): string =>
    settings.map(({ key, value }) => `${key}=${value}`).join(" ");
  assert.deepEqual(
    first.blocks.map(({ settings }) => said(settings)),
    ["widths.0=32 strides.0=1", "widths.1=64 strides.1=2"],
  );
  const ofSecond = first.parts.filter(({ block }) => block === null || block === 2);
  assert.deepEqual(
    ofSecond.map(({ name, settings }) => `${name}: ${said(settings)}`),
    [
      "stem: widths.0=32",
      "FPB: widths.1=64",
      "GSM: gsm=S prior=hierarchy",
      "LSE: lseGroups=8",
      "CTS residual: widths.1=64",
      "CTS sum: cts=both",
      "GTA: gta=pooled gtaHeads=4",
      "LTC: kernel=5 dilations=[1, 2]",
      "DHT residual: strides.1=2",
      "DHT sum: dht=both",
      "head: dropout=0",
    ],
  );
  const known = new Set(keysOf(modelSchema).map(({ key }) => key));
  const keys = [...first.blocks, ...first.parts].flatMap(({ settings }) =>
    settings.map(({ key }) => key.split(".")[0]!),
  );
  assert.deepEqual(
    keys.filter((key) => !known.has(key)),
    [],
  );
});
