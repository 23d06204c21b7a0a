import assert from "node:assert/strict";
import { test } from "node:test";
import { hoverAt } from "../../../../src/notebook/language/hover";
import { marked, textAt } from "./marked";

const AROUND = ["data #d\nsource: ui-prmd", "model #m\npreset: hglnet-xs", "train #t\ndata: d\nmodel: m\nepochs: 30"];

/** What the hover at the cursor marks, and what it says. */
function tells(source: string, word: string, ...says: RegExp[]): void {
  const { sheet, sources, cell, offset } = marked([source, ...AROUND]);
  const hover = hoverAt(sheet, cell, offset);
  assert.ok(hover, source);
  assert.equal(textAt(sources[cell]!, hover), word, source);
  for (const pattern of says) assert.match(hover.markdown, pattern);
}

function tellsNothing(source: string): void {
  const { sheet, cell, offset } = marked([source, ...AROUND]);
  assert.equal(hoverAt(sheet, cell, offset), null, source);
}

test("a key tells its meaning, default, range and source", () => {
  tells(
    "train #x\nepo|chs: 3",
    "epochs",
    /^\*\*`epochs`\*\* in a train cell\n\nPasses over/,
    /- Default: `65`\n- Allowed: a whole number from 1 to 10000\n- Source: CTR-GCN$/,
  );
  tells("data #x\naugment: { |mirror: 0.5 }", "mirror", /`augment\.mirror`/);
  tells("data #x\naugment:\n  crop|: null", "crop", /`augment\.crop`/);
  tells("train #x\nschedule: |cos", "cos", /`schedule`/);
});

test("a choice tells what it stands for", () => {
  tells("train #x\nschedule: cos|ine # slow", "cosine", /^`cosine`: Along a half cosine/, /`schedule`/);
  tells("data #x\naugment: { resize: 'sam|ple' }", "'sample'", /^`sample`: Takes frames/);
});

test("what an ablation varies is told as in the cell that is varied", () => {
  const cell = "ablation #x\nof: t\nfactors:\n";
  tells(`${cell}  model.c|ts: [gsm, lse]`, "model.cts", /^\*\*`cts`\*\* in a model cell\n\n/);
  tells(`${cell}  model.cts: [g|sm, lse]`, "gsm", /`cts`\*\* in a model cell/);
  tells(`${cell}  train.epochs:\n    - 3|0`, "30", /`epochs`\*\* in a train cell/);
  tells(`${cell}  how:\n    short: { train.epo|chs: 3 }`, "train.epochs", /`epochs`\*\* in a train cell/);
  tells(`${cell}  model: [|m]`, "m", /^\*\*model\*\* cell `#m`/);
  tellsNothing(`${cell}  h|ow: {}`);
  tellsNothing(`${cell}  how: { sh|ort: {} }`);
});

test("kinds and ids", () => {
  tells("tr|ain #x", "train", /^\*\*train\*\* cell\n\nTrains a model.*\n\nNeeds `data`, `model`\.$/s);
  tells(
    "train #x\nmodel: |m",
    "m",
    /^\*\*model\*\* cell `#m`: hglnet-xs\n\n````yaml\npreset: hglnet-xs\n````\n/,
    /Used by `#x`, `#t`\./,
  );
  tells("view #x\nview: confusion\nof: t|", "t", /`#t`: #m on #d, 30 epochs, batch 64, sgd, 1 seed/);
  tells("data #|x\nsource: y", "#x", /^\*\*data\*\* cell `#x`: y, stream J/);
});

test("nothing where nothing is known", () => {
  tellsNothing("trian #x\nep|ochs: 3");
  tellsNothing("tri|an #x");
  tellsNothing("train #x\nfoo|: 3");
  tellsNothing("train #x\n# no|te");
  tellsNothing("data #x\naugment: { | }");
  tellsNothing("data #x {a|b}");
});
