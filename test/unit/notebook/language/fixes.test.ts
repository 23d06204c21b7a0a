import assert from "node:assert/strict";
import { test } from "node:test";
import type { FindingCode } from "../../../../src/notebook/findings";
import { applied } from "../../../../src/notebook/language/edits";
import { fixesFor } from "../../../../src/notebook/language/fixes";
import { problemsOf } from "../../../../src/notebook/language/problems";
import { sheetOf } from "./marked";

const AROUND = ["data #d\nsource: ui-prmd", "model #m", "train #t\ndata: d\nmodel: m"];

/** The first cell's problem of a code has just these ways out: titles with the cell after each. */
function mends(source: string, code: FindingCode, ...expected: [string, string][]): void {
  const sheet = sheetOf([source, ...AROUND]);
  const problem = problemsOf(sheet).find((one) => one.cell === 0 && one.code === code);
  assert.ok(problem, `${code} in ${source}`);
  const fixes = fixesFor(sheet, problem).map((fix): [string, string] => [fix.title, applied(source, fix)]);
  assert.deepEqual(fixes, expected, source);
}

test("headers", () => {
  mends("source: x\nstream: B", "missing-kind", ["Make it a data cell", "data #data\nsource: x\nstream: B"]);
  mends(
    "#x\nsource: y",
    "missing-kind",
    ["Make it a data cell", "data #x\nsource: y"],
    ["Make it a text cell", "text #x\nsource: y"],
  );
  mends("\nview: confusion", "missing-kind", ["Make it a view cell", "view #view\nview: confusion"]);
  mends(
    "",
    "missing-kind",
    ["Make it a data cell", "data #data"],
    ["Make it a model cell", "model #model"],
    ["Make it a text cell", "text #text"],
    ["Make it a train cell", "train #train"],
    ["Make it an ablation cell", "ablation #ablation"],
    ["Make it an ensemble cell", "ensemble #ensemble"],
    ["Make it a view cell", "view #view"],
    ["Make it a figure cell", "figure #figure"],
    ["Make it a table cell", "table #table"],
  );
  mends("dta #x\nsource: y", "unknown-kind", ["Change to `data`", "data #x\nsource: y"]);
  mends("model", "missing-id", ["Add `#model`", "model #model"]);
  mends("model big", "missing-id", ["Change to `#big`", "model #big"]);
  mends("model #2", "bad-id", ["Change to `#model`", "model #model"]);
  mends("model #my.model", "bad-id", ["Change to `#my-model`", "model #my-model"]);
});

test("an id used twice gets a number, where it is used the second time", () => {
  const sheet = sheetOf([...AROUND, "model #m {x}\npreset: hglnet-s"]);
  const [problem, ...more] = problemsOf(sheet);
  assert.deepEqual([problem?.code, problem?.cell, more.length], ["duplicate-id", 3, 0]);
  assert.equal(problem!.message, "the id #m is already used by an earlier cell; give one of the two cells another id");
  const [fix] = fixesFor(sheet, problem!);
  assert.equal(applied("model #m {x}\npreset: hglnet-s", fix!), "model #m2 {x}\npreset: hglnet-s");
});

test("keys", () => {
  mends(
    "data #x\nsource: y\nwindo: 3 # note\nstream: B",
    "unknown-key",
    ["Change to `window`", "data #x\nsource: y\nwindow: 3 # note\nstream: B"],
    ["Remove it", "data #x\nsource: y\nstream: B"],
  );
  mends("data #x\nsource: y\nwindo: 3\nwindow: 9", "unknown-key", ["Remove it", "data #x\nsource: y\nwindow: 9"]);
  mends(
    "data #x\nsource: y\naugment: { crop: null, mirrr: 1 }",
    "unknown-key",
    ["Change to `mirror`", "data #x\nsource: y\naugment: { crop: null, mirror: 1 }"],
    ["Remove it", "data #x\nsource: y\naugment: { crop: null }"],
  );
  mends("data #x\nsource: y\nfoo:\n  a: 1\n  b: 2", "unknown-key", ["Remove it", "data #x\nsource: y"]);
  mends("data #x\nsource: y\nsource: z", "duplicate-key", ["Remove the second `source`", "data #x\nsource: y"]);
  mends("data #x", "missing-key", ["Add `source: ui-prmd`", "data #x\nsource: ui-prmd"]);
  mends("data #x\n# all\nwindow: 9", "missing-key", [
    "Add `source: ui-prmd`",
    "data #x\n# all\nsource: ui-prmd\nwindow: 9",
  ]);
  mends("train #x\ndata: d\nseeds: [3]", "missing-key", ["Add `model: m`", "train #x\ndata: d\nmodel: m\nseeds: [3]"]);
  mends("view #x\nof: t", "missing-key", ["Add `view: confusion`", "view #x\nview: confusion\nof: t"]);
  mends("data #x\nsource: y\nsplit: { by: view }", "missing-key", [
    "Add `split.test: [1]`",
    "data #x\nsource: y\nsplit: { by: view, test: [1] }",
  ]);
});

test("values and references", () => {
  mends("model #x\npreset: hglnet-z # y", "bad-value", ["Change to `hglnet-s`", "model #x\npreset: hglnet-s # y"]);
  mends("train #x\ndata: dd\nmodel: m", "missing-cell", ["Change to `d`", "train #x\ndata: d\nmodel: m"]);
  mends("train #x\ndata: m\nmodel: m", "wrong-kind", ["Change to `d`", "train #x\ndata: d\nmodel: m"]);
  mends("train #x\ndata: #d\nmodel: m", "hash-reference", ["Remove the `#`", "train #x\ndata: d\nmodel: m"]);
  mends("train #x\ndata: d\nmodel: m\nseeds: [1, 2, 1]", "repeated", [
    "Remove the second 1",
    "train #x\ndata: d\nmodel: m\nseeds: [1, 2]",
  ]);
  mends("train #x\ndata: d\nmodel: m\nbetas: [0, 0]", "no-effect", ["Remove `betas`", "train #x\ndata: d\nmodel: m"]);
  mends("data #x\nsource: y\naugment: { crop: [1, 0.5] }", "bounds-order", [
    "Exchange the two",
    "data #x\nsource: y\naugment: { crop: [0.5, 1] }",
  ]);
  mends("train #x\ndata: d\nmodel: m\nmilestones:\n  - 30\n  - 20\nepochs: 40", "not-rising", [
    "Sort",
    "train #x\ndata: d\nmodel: m\nmilestones:\n  [20, 30]\nepochs: 40",
  ]);
  mends("train #x\ndata: d\nmodel: m\nmomentum: 0\nnesterov: true", "nesterov-momentum", [
    "Change to `false`",
    "train #x\ndata: d\nmodel: m\nmomentum: 0\nnesterov: false",
  ]);
});

test("YAML traps", () => {
  const window = (written: string, code: FindingCode, ...expected: [string, string][]): void =>
    mends(
      `data #x\nsource: y\nwindow: ${written}`,
      code,
      ...expected.map(([title, value]): [string, string] => [title, `data #x\nsource: y\nwindow: ${value}`]),
    );
  window("1_0", "underscore-number", ["Change to `10`", "10"]);
  window("010", "leading-zero", ["Change to `10`", "10"]);
  window("1,000", "comma-number", ["Change to `1000`", "1000"]);
  window("12:30", "clock-number");
  mends("data #x\nsource: 12:30", "clock-number", ["Put it in quotes", 'data #x\nsource: "12:30"']);
  mends(
    "data #x\nsource: no",
    "boolean-word",
    ["Put it in quotes", 'data #x\nsource: "no"'],
    ["Change to `false`", "data #x\nsource: false"],
  );
  mends("data #x\nsource:y\nwindow: 9", "missing-space", [
    "Put a space behind the colon",
    "data #x\nsource: y\nwindow: 9",
  ]);
  mends("data #x\nsource: y\naugment:\n\tmirror: 1", "tab", [
    "Change tabs to spaces",
    "data #x\nsource: y\naugment:\n  mirror: 1",
  ]);
  mends("data #x\nsource: y\n---\nwindow: 9", "several-documents", [
    "Remove the line",
    "data #x\nsource: y\nwindow: 9",
  ]);
});

test("what only the author knows is left to the author, and defaults are mended where they stand", () => {
  mends("model #x\nwidths: [64]", "lengths-differ");
  const sheet = sheetOf(["train #x\ndata: d", ...AROUND], { defaults: { train: { model: "mm" } } });
  const problem = problemsOf(sheet).find(({ code }) => code === "missing-cell")!;
  assert.deepEqual(fixesFor(sheet, problem), []);
});
