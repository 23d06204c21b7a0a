import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNotebook } from "../../../src/notebook/check";
import { parseNotebook } from "../../../src/notebook/parse";
import type { ResolvedAblation } from "../../../src/notebook/resolve";
import { resolveNotebook } from "../../../src/notebook/resolve";

const fence = (kind: string, id: string, ...keys: string[]): string =>
  ["```hgl " + kind + " #" + id, ...keys, "```", ""].join("\n");
const around = (...ablation: string[]): string =>
  ["---\nhgl: 1\n---\n", fence("data", "d", "source: ui-prmd"), fence("data", "bones", "source: ui-prmd", "stream: B")]
    .concat(fence("model", "m", "preset: hglnet-xs"), fence("model", "s", "preset: hglnet-s"))
    .concat(fence("text", "bank", "data: d", "source: names"))
    .concat(fence("train", "base", "data: d", "model: m", "epochs: 20", "seeds: [1, 2]"))
    .concat(fence("ablation", "a", "of: base", ...ablation))
    .join("");

function ablation(...keys: string[]): ResolvedAblation {
  const cell = resolveNotebook(parseNotebook(around(...keys))).find(({ id }) => id === "a");
  assert.ok(cell?.kind === "ablation");
  return cell;
}
const findings = (...keys: string[]): string[] =>
  checkNotebook(around(...keys))
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);
const rows = ({ variants }: ResolvedAblation) => variants.map(({ label, levels }) => [label, ...levels]);

test("a grid of two factors has every combination, and the baseline, which is the train cell as it is, comes first", () => {
  const cell = ablation("factors:", "  model.cts: [gsm, both]", "  data.stream: [J, B]");
  assert.deepEqual(cell.factors, [
    { name: "model.cts", levels: ["gsm", "both"] },
    { name: "data.stream", levels: ["J", "B"] },
  ]);
  assert.deepEqual(rows(cell), [
    ["both, J", "both", "J"],
    ["gsm, J", "gsm", "J"],
    ["gsm, B", "gsm", "B"],
    ["both, B", "both", "B"],
  ]);
  const { train, data } = cell.variants[2]!;
  assert.deepEqual(
    train.runs.map(({ seed, model, data: { stream } }) => [seed, model.cts, stream]),
    [
      [1, "gsm", "B"],
      [2, "gsm", "B"],
    ],
  );
  assert.equal(train.id, "a", "the runs say which cell asked for them");
  assert.equal(data.config.stream, "B");
});

test("a level's defaults follow as if it stood in its cell", () => {
  const { variants } = ablation("factors:", "  train.optimizer: [adamw]", "seeds: [7]");
  const [baseline, adamw] = variants.map(({ train }) => train.runs);
  assert.deepEqual(
    [baseline, adamw].map((runs) => runs!.map(({ seed, train: { lr, weightDecay } }) => [seed, lr, weightDecay])),
    [[[7, 0.1, 0.0004]], [[7, 0.001, 0.1]]],
  );
  assert.deepEqual(rows({ variants } as ResolvedAblation), [
    ["base", null],
    ["adamw", "adamw"],
  ]);
});

test("one by one, each level stands alone, and one that is the baseline is no row of its own", () => {
  const cell = ablation("design: one-by-one", "factors:", "  model.cts: [both, lse]", "  train.lr: [0.05, 0.1]");
  assert.deepEqual(rows(cell), [
    ["base", null, null],
    ["lse", "lse", null],
    ["lr 0.05", null, "lr 0.05"],
  ]);
  assert.deepEqual(cell.variants[0].also, ["both", "lr 0.1"]);
});

test("a level that several factors have is told with its factor", () => {
  const none = [
    "  gate:",
    "    none: { model.cts: gsm }",
    "  heads:",
    "    none: { model.dht: ltc }",
    "    half: { model.gta: per-joint }",
  ];
  assert.deepEqual(
    ablation("design: one-by-one", "factors:", ...none).variants.map(({ label }) => label),
    ["base", "gate none", "heads none", "half"],
  );
  assert.deepEqual(
    ablation("factors:", ...none).variants.map(({ label }) => label),
    ["base", "gate none, heads none", "gate none, half"],
  );
});

test("named variants change several keys, or put another cell in a cell's place", () => {
  const { variants } = ablation(
    "factors:",
    "  words:",
    "    none: {}",
    "    aligned: { text: bank, train.language.match: 0 }",
    "    small: { model: s, data: bones, data.window: 32 }",
  );
  const [none, aligned, small] = variants;
  assert.deepEqual(rows({ variants } as ResolvedAblation), [
    ["none", "none"],
    ["aligned", "aligned"],
    ["small", "small"],
  ]);
  assert.equal(none.train.runs[0]!.language, null);
  assert.deepEqual(
    [aligned!.train.text, aligned!.train.runs[0]!.language!.match, aligned!.train.runs[0]!.language!.align],
    ["bank", 0, 0.8],
  );
  const { data, model } = small!.train.runs[0]!;
  assert.deepEqual([small!.data.id, data.stream, data.window, model.widths.length], ["bones", "B", 32, 6]);
});

test("of two factors that change one key, the second is told", () => {
  assert.deepEqual(findings("factors:", "  a:", "    x: { text: bank }", "  text: [none]"), [
    "`text` is changed by the factors `a` and `text`; change it in one of them",
  ]);
});

const LONG = `  train.epochs: [${Array.from({ length: 50 }, (_, i) => i + 1).join(", ")}]`;
for (const [what, keys, sentence] of [
  ["a key that no cell has", ["factors:", "  model.ctz: [gsm]"], /"?`?model.ctz`?.*model\.cts/],
  ["another tool's name", ["factors:", "  train.base_lr: [0.1]"], /train\.lr/],
  ["a key without its kind", ["factors:", "  cts: [gsm]"], /model\.cts/],
  ["a value that its cell would refuse", ["factors:", "  model.cts: [gsn]"], /gsn.*gsm/],
  ["a seed", ["factors:", "  train.seeds: [1]"], /use the key `seeds`/],
  ["a level twice", ["factors:", "  train.lr: [0.1, 0.1]"], /twice|again|repeat/],
  ["no factor", ["factors: {}"], /no factor/],
  ["no such cell", ["factors:", "  model: [nets]"], /nets/],
  ["a cell of another kind", ["factors:", "  model: [d]"], /d\b.*model/],
  [
    "what does not go together",
    ["factors:", "  train.milestones: [[30]]"],
    /the variant "milestones \[30\]" cannot be/,
  ],
  [
    "too many",
    ["factors:", LONG, "  model.cts: [both, gsm, lse, fixed]", "  data.stream: [J, B]"],
    /400 variants are over the limit of 200/,
  ],
] as const)
  test(`refused: ${what}`, () => {
    const found = findings(...keys);
    assert.ok(found.length > 0, "nothing was found");
    assert.match(found.join("\n"), sentence);
  });
