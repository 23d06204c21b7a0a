import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNotebook } from "../../../src/notebook/check";
import type { FindingCode } from "../../../src/notebook/findings";

const HEAD = "---\nhgl: 1\n---\n";
const DATA = "```hgl data #d\nsource: ui-prmd\n```\n";
const MODEL = "```hgl model #m\n```\n";
const TRAIN = "```hgl train #t\ndata: d\nmodel: m\n```\n";

/** What is found in a text: each finding as its code and the source it marks, in the text's order. */
function finds(text: string, ...expected: [FindingCode, string][]): void {
  const found = checkNotebook(text).map(({ code, offset, length }) => [code, text.slice(offset, offset + length)]);
  assert.deepEqual(found, expected, text);
}

/** The same for one cell's keys among otherwise sound cells. */
const inData = (keys: string, ...expected: [FindingCode, string][]): void =>
  finds(`${HEAD}\`\`\`hgl data #d\nsource: ui-prmd\n${keys}\n\`\`\`\n`, ...expected);
const inModel = (keys: string, ...expected: [FindingCode, string][]): void =>
  finds(`${HEAD}\`\`\`hgl model #m\n${keys}\n\`\`\`\n`, ...expected);
const inTrain = (keys: string, ...expected: [FindingCode, string][]): void =>
  finds(`${HEAD}${DATA}${MODEL}\`\`\`hgl train #t\ndata: d\nmodel: m\n${keys}\n\`\`\`\n`, ...expected);

test("a sound notebook has no findings", () => {
  finds(HEAD + DATA + MODEL + TRAIN + "```hgl view #v\nview: confusion\nof: t\n```\n");
  inData("split: { by: subject, test: [1, 2], train: [3] }\naugment:\n  crop: null\n  rotation: 30");
  inModel("preset: hglnet-s\nwidths: [32, 64]\nstrides: [1, 2]\ndilations: [1, 3]");
  inTrain("optimizer: adamw\nlr: 5e-4\nbetas: [0.9, 0.95]\nschedule: step\nepochs: 30\nmilestones: [10, 20]");
});

test("the file", () => {
  finds(DATA, ["no-front-matter", ""]);
  finds("---\ntitle: x\n---\n", ["no-front-matter", "---"]);
  finds("---\nhgl: 1\ntitel: x\n---\n", ["front-matter-key", "titel"]);
  finds(
    "---\r\nhgl: 1\r\ndefaults:\r\n  train: { epocs: 3, batch: 0 }\r\n  trian: {}\r\n---\r\n",
    ["unknown-key", "epocs"],
    ["bad-value", "0"],
    ["unknown-kind", "trian"],
  );
  finds("---\nhgl: 1\ntitle: no\npublished: yes\n---\n", ["boolean-word", "no"], ["front-matter-key", "published"]);
  finds(HEAD + DATA.replace("```\n", ""), ["unclosed-fence", "```hgl data #d"]);
  finds(HEAD + "- ```hgl data #x\n  ```\n", ["not-a-cell", "- ```hgl data #x"]);
  finds(HEAD + "```HGL data #x\n```\n", ["not-a-cell", "```HGL data #x"]);
  finds(HEAD + "~~~\n> ```hgl data #x\n~~~\n");
});

test("the fence", () => {
  finds(HEAD + "```hgl\n```\n", ["missing-kind", "```hgl"]);
  finds(HEAD + "```hgl dta #d\n```\n", ["unknown-kind", "```hgl dta #d"]);
  finds(HEAD + "```hgl model m\n```\n", ["missing-id", "```hgl model m"]);
  finds(HEAD + "```hgl model #1\n```\n", ["bad-id", "```hgl model #1"]);
  finds(HEAD + DATA + MODEL + TRAIN + MODEL.replace("#m", "#d"), ["duplicate-id", "```hgl model #d"]);
  finds(
    HEAD + "```hgl data #m\n```\n" + DATA + MODEL + TRAIN,
    ["missing-key", "```hgl data #m"],
    ["duplicate-id", "```hgl model #m"],
    ["wrong-kind", "m"],
  );
});

test("YAML and its traps", () => {
  inData("window: 1_0", ["underscore-number", "1_0"]);
  inData("window: 1,000", ["comma-number", "1,000"]);
  inData("validation: 0,2", ["comma-number", "0,2"]);
  inData("window: 12:30", ["clock-number", "12:30"]);
  inData("window: 064", ["leading-zero", "064"]);
  inData("augment: { minmax: yes }", ["boolean-word", "yes"]);
  inData("window: 64\nwindow: 32", ["duplicate-key", "window"]);
  inData("augment:\n\tminmax: true", ["tab", "\t"]);
  inData("augment: &a { minmax: true }", ["anchor", "{ minmax: true }"]);
  inData("window: *w", ["anchor", "*w"]);
  inData("<<: { window: 64 }", ["merge-key", "<<"]);
  inData("window: !!int 64", ["tag", "64"]);
  inData("window:64\nstream: J", ["missing-space", "window:"]);
  inData("---\nwindow: 64", ["several-documents", "---"]);
  inData("? [1]\n: 2", ["bad-key", "[1]"]);
  inData("augment: { minmax: true", ["yaml-syntax", "\n"]);
  finds(HEAD + "```hgl data #d\n- source\n```\n", ["not-a-map", "- source"]);
  finds(HEAD + "```hgl data #d\nsource:ui-prmd\n```\n", ["missing-space", "source:"]);
  finds(HEAD + DATA + MODEL + "```hgl train #t\ndata: #d\nmodel: m\n```\n", ["hash-reference", "#d"]);
  inTrain("nesterov: 'yes'", ["bad-value", "'yes'"]);
});

test("keys and values", () => {
  finds(HEAD + "```hgl data #d\n```\n", ["missing-key", "```hgl data #d"]);
  inData("windw: 64", ["unknown-key", "windw"]);
  inData("augment: { rotate: 3 }", ["unknown-key", "rotate"]);
  inData("window: 7", ["bad-value", "7"]);
  inData("window: 64.5", ["bad-value", "64.5"]);
  inData("window: sixty", ["bad-value", "sixty"]);
  inData("window:", ["bad-value", "window"]);
  inData("stream: joint", ["bad-value", "joint"]);
  inData("validation: .nan", ["bad-value", ".nan"]);
  inData("split: subject", ["bad-value", "subject"]);
  inData("split: { by: subject }", ["missing-key", "split"]);
  inData("split: { by: person, test: [1] }", ["bad-value", "person"]);
  inData("augment: { crop: [0.5] }", ["bad-value", "[0.5]"]);
  inModel("preset: hglnets", ["bad-value", "hglnets"]);
  inModel("kernel: 4", ["bad-value", "4"]);
  inModel("widths: [64, 30]\nstrides: [1, 1]", ["bad-value", "30"]);
  inModel("constructor: 1", ["unknown-key", "constructor"]);
  inModel("__proto__: { gtaHeads: 2 }", ["bad-key", "__proto__"]);
  inTrain("learning_rate: 0.1", ["unknown-key", "learning_rate"]);
  inTrain("seeds: 3", ["bad-value", "3"]);
  inTrain("seeds: []", ["bad-value", "[]"]);
  inTrain("lr: 0", ["bad-value", "0"]);
  inTrain("lr: 0\nepochs: 0", ["bad-value", "0"], ["bad-value", "0"]);
});

test("values that do not go together", () => {
  inData("augment: { crop: [0.9, 0.5] }", ["bounds-order", "[0.9, 0.5]"]);
  inData("split: { by: subject, test: [1, 2], train: [2, 3] }", ["overlap", "[2, 3]"]);
  inData("split: { by: view, test: [3, 3] }", ["repeated", "3"]);
  inModel("widths: [64, 64]", ["lengths-differ", "[64, 64]"]);
  inModel("widths: [64, 64]\nstrides: [1]", ["lengths-differ", "[1]"]);
  inModel("gtaHeads: 3", ["indivisible", "3"]);
  inModel("reduction: 7", ["indivisible", "7"]);
  inModel("lseGroups: 5", ["indivisible", "5"]);
  inTrain("milestones: [30, 20]", ["not-rising", "[30, 20]"]);
  inTrain("epochs: 30\nmilestones: [20, 30]", ["beyond-epochs", "30"]);
  inTrain("epochs: 3\nwarmup: 3", ["beyond-epochs", "3"]);
  inTrain("seeds: [1, 2, 1]", ["repeated", "1"]);
  inTrain("nesterov: true\nmomentum: 0", ["nesterov-momentum", "true"]);
  inTrain("momentum: 0");
  inTrain("schedule: cosine\nminLr: 0.1", ["above-lr", "0.1"]);
  inTrain("schedule: cosine\nmilestones: [3]", ["no-effect", "[3]"]);
  inTrain("minLr: 0.001");
  inTrain("schedule: constant\nminLr: 0.001", ["no-effect", "0.001"]);
  inTrain("betas: [0.9, 0.99]", ["no-effect", "[0.9, 0.99]"]);
  inTrain("optimizer: adamw\nmomentum: 0.8", ["no-effect", "0.8"]);
  finds(
    HEAD +
      DATA.replace("ui-prmd", "ui-prmd\nwindow: 8") +
      "```hgl model #m\nwidths: [16, 16, 16]\nstrides: [2, 2, 2]\nreduction: 8\n```\n" +
      TRAIN,
    ["window-short", "```hgl train #t"],
  );
  const held = DATA.replace("ui-prmd", "ui-prmd\nunseen: [deep squat]");
  finds(HEAD + held + MODEL + TRAIN, ["unseen-untold", "```hgl train #t"]);
  finds(HEAD + held + MODEL + "```hgl text #x\ndata: d\n```\n" + TRAIN.replace("data: d", "data: d\ntext: x"));
  inData("unseen: [lunge, squat]");
  inData("unseen: [lunge, squat, lunge]", ["repeated", "lunge"]);
});

test("references", () => {
  finds(HEAD + DATA + MODEL + TRAIN.replace("data: d", "data: dd"), ["missing-cell", "dd"]);
  finds(HEAD + DATA + MODEL + TRAIN.replace("data: d", "data: m"), ["wrong-kind", "m"]);
  finds(HEAD + DATA + MODEL + TRAIN.replace("data: d", "data: 7"), ["bad-value", "7"]);
  finds(HEAD + MODEL + TRAIN.replace("data: d", "data: t"), ["cycle", "```hgl train #t"], ["wrong-kind", "t"]);
  finds(
    HEAD + DATA + MODEL + TRAIN + "```hgl view #v\nview: confusoin\nof: T\n```\n",
    ["bad-value", "confusoin"],
    ["missing-cell", "T"],
  );
});

test("views", () => {
  const view = (keys: string, ...expected: [FindingCode, string][]): void =>
    finds(`${HEAD}${DATA}${MODEL}${TRAIN}\`\`\`hgl view #v\n${keys}\n\`\`\`\n`, ...expected);
  view("view: confusion\nof: t");
  view("view: skeleton\nof: t");
  view("view: skeleton\nof: d\ncount: 8");
  view("view: skeleton\nof: d\nclips: [a, b]");
  view("view: confusion\nof: d", ["wrong-kind", "d"]);
  view("view: skeleton\nof: m", ["wrong-kind", "m"]);
  view("view: skeleton\nof: x", ["missing-cell", "x"]);
  view("view: skeleton\nof: d\ncount: 9", ["bad-value", "9"]);
  view("view: skeleton\nof: d\nclips: [1]", ["bad-value", "1"]);
  view("view: skeleton\nof: d\nclips: [a, b, a]", ["repeated", "a"]);
  view("view: skeleton\nof: d\nclips: [a]\ncount: 2", ["no-effect", "2"]);
  view("view: confusion\nof: t\nclips: [a]\ncount: 2", ["no-effect", "[a]"], ["no-effect", "2"]);
});

test("defaults stand under every cell of their kind, and are judged where they stand", () => {
  const head = "---\nhgl: 1\ndefaults:\n  train: { model: m, epochs: 10, schedule: cosine, milestones: [5] }\n---\n";
  const train = "```hgl train #t\ndata: d\n```\n";
  finds(head + DATA + MODEL + train);
  finds(head.replace("model: m", "model: mm") + DATA + MODEL + train, ["missing-cell", "```hgl train #t"]);
  finds(head + DATA + MODEL + train.replace("data: d", "data: d\nwarmup: 10"), ["beyond-epochs", "10"]);
});

test("places survive CRLF, indentation and a byte order mark", () => {
  const text = `\uFEFF${HEAD}\n   ~~~hgl data #d x\n   source: ui-prmd\n  window: 1_0\n   ~~~`.replace(/\n/g, "\r\n");
  const [finding, ...more] = checkNotebook(text);
  assert.equal(more.length, 0);
  assert.ok(finding);
  assert.deepEqual(
    [
      finding.code,
      text.slice(finding.offset, finding.offset + finding.length),
      finding.line,
      finding.cellId,
      finding.cellIndex,
    ],
    ["underscore-number", "1_0", 7, "d", 0],
  );
  assert.deepEqual(finding.inCell, { offset: 24, length: 3 });
});

test("messages name the value, the allowed range and the nearest name", () => {
  const says = (text: string, message: string): void => assert.equal(checkNotebook(text)[0]?.message, message);
  const train = (keys: string): string =>
    `${HEAD}${DATA}${MODEL}\`\`\`hgl train #t\ndata: d\nmodel: m\n${keys}\n\`\`\`\n`;
  says(train("epochs: 0"), "`epochs` cannot be 0; it takes a whole number from 1 to 10000");
  says(train("batch_size: 8"), "a train cell has no key `batch_size`; did you mean `batch`?");
  says(train("wd: 8"), "a train cell has no key `wd`; did you mean `weightDecay`?");
  says(train("optimizer: adam"), '`optimizer` cannot be "adam"; did you mean `adamw`? It takes one of `sgd`, `adamw`');
  says(train("milestones: [3, x]"), '`milestones[1]` cannot be "x"; it takes a whole number from 1 to 10000');
  says(HEAD + DATA + MODEL + MODEL, "the id #m is already used at line 7; give one of the two cells another id");
  says(
    HEAD + MODEL + "```hgl view #v\nview: skeleton\nof: m\n```\n",
    "#m is a model cell, and `of` names a data or train cell; name a data or train cell",
  );
  says(HEAD + DATA + MODEL + TRAIN.replace("data: d", "data: e"), "there is no cell #e; did you mean `d`?");
  says(
    HEAD + TRAIN.replace("model: m", "model: t"),
    "the cells #t -> #t need one another in a circle; remove one of the references",
  );
  says(
    HEAD + "```hgl model #m\ngtaHeads: 3\n```\n",
    "`gtaHeads` is 3, which does not divide 16, a quarter of the width 64; choose a divisor",
  );
});

test("a 200-line cell is checked in well under 5 ms once warm", () => {
  const lines = Array.from({ length: 198 }, (_, i) => `# note ${i}\n`).join("");
  const text = `${HEAD}${DATA}${MODEL}\`\`\`hgl train #t\n${lines}data: d\nmodel: m\nepochs: 1_0\n\`\`\`\n`;
  for (let i = 0; i < 50; i++) checkNotebook(text);
  const times = Array.from({ length: 50 }, () => {
    const start = performance.now();
    checkNotebook(text);
    return performance.now() - start;
  });
  // The fastest, because whatever else the machine does only ever adds time.
  assert.ok(Math.min(...times) < 5, `${Math.min(...times)} ms`);
});
