import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pooling } from "../../../../../src/worker/text/encoders/modelFolder";
import {
  chooseOutputs,
  pool,
  unitVector,
  type ModelOutput,
} from "../../../../../src/worker/text/encoders/sentenceVector";

const nothing = { pooling: null, clip: false, dense: false };
const L = 5;
const hidden: ModelOutput = { name: "last_hidden_state", dims: [1, L, 8] };
const pooler: ModelOutput = { name: "pooler_output", dims: [1, 8] };
const embeds: ModelOutput = { name: "text_embeds", dims: [1, 8] };
const narrow: ModelOutput = { name: "text_embeds", dims: [1, 4] };
const attention: ModelOutput = { name: "attentions", dims: [1, 2, L, L] };

type Case = readonly [string, readonly ModelOutput[], Pooling, Partial<Parameters<typeof chooseOutputs>[3]>, unknown];
const pooled = (pooling: string) => ({ sentence: "last_hidden_state", pooling, tokens: "last_hidden_state" });
const given = (sentence: string, tokens: string | null) => ({ sentence, pooling: null, tokens });
const cases: readonly Case[] = [
  ["token features alone: their mean", [attention, hidden], "auto", {}, pooled("mean")],
  ["BERT's pooled output is passed over", [hidden, pooler], "auto", {}, pooled("mean")],
  ["CLIP's is not", [hidden, pooler], "auto", { clip: true }, given("pooler_output", "last_hidden_state")],
  ["CLIP without it: its last token", [hidden], "auto", { clip: true }, pooled("last")],
  [
    "an output of text vectors",
    [hidden, pooler, embeds],
    "auto",
    { pooling: "cls" },
    given("text_embeds", "last_hidden_state"),
  ],
  ["tokens of another width are no features beside it", [hidden, narrow], "auto", {}, given("text_embeds", null)],
  ["what the folder says", [hidden, pooler], "auto", { pooling: "cls" }, pooled("cls")],
  ["what the cell says", [hidden, embeds], "last", { pooling: "cls" }, pooled("last")],
  ["one vector under any name", [{ name: "out", dims: [1, 8] }], "auto", {}, given("out", null)],
  [
    "tokens under any name",
    [{ name: "out", dims: [1, L, 8] }],
    "auto",
    {},
    { sentence: "out", pooling: "mean", tokens: "out" },
  ],
  [
    "a dense layer before its output",
    [hidden, embeds],
    "auto",
    { dense: true },
    given("text_embeds", "last_hidden_state"),
  ],
];
for (const [what, outputs, asked, said, expected] of cases)
  test(what, () => assert.deepEqual(chooseOutputs(outputs, L, asked, { ...nothing, ...said }), expected));

const refused: readonly (readonly [string, readonly ModelOutput[], Pooling, Case[3], RegExp])[] = [
  ["a dense layer that is missing", [hidden], "auto", { dense: true }, /pass a dense layer/],
  ["another pooling", [hidden], "auto", { pooling: { unknown: "max" } }, /its pooling \(max\) is none of/],
  ["no tokens to pool", [embeds], "mean", {}, /neither token features .* for mean .* but text_embeds \[1, 8\]/],
  ["ranks that are neither", [attention], "auto", {}, /but attentions \[1, 2, 5, 5\]/],
  [
    "two vectors of which none is known",
    [
      { name: "a", dims: [1, 2] },
      { name: "b", dims: [1, 2] },
    ],
    "auto",
    {},
    /neither/,
  ],
  ["several texts at once", [{ name: "last_hidden_state", dims: [2, L, 8] }], "auto", {}, /neither/],
  ["nothing", [], "auto", {}, /nothing in float32/],
];
for (const [what, outputs, asked, said, says] of refused)
  test(`refused: ${what}`, () => assert.match(String(chooseOutputs(outputs, L, asked, { ...nothing, ...said })), says));

test("tokens are pooled over the text's own alone", () => {
  const values = Float32Array.of(1, 2, 3, 4, 8, 6, 90, 90);
  assert.deepEqual([...pool(values, 3, 2, "mean")], [4, 4]);
  assert.deepEqual([...pool(values, 3, 2, "cls")], [1, 2]);
  assert.deepEqual([...pool(values, 3, 2, "last")], [8, 6]);
});

test("a vector without a direction has no unit vector", () => {
  assert.deepEqual(unitVector(Float32Array.of(3, 4)), Float32Array.of(3 / 5, 4 / 5));
  for (const bad of [
    [0, 0],
    [NaN, 1],
    [Infinity, 1],
  ])
    assert.equal(unitVector(Float32Array.from(bad)), undefined);
});
