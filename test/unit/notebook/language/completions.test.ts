import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompletionFacts } from "../../../../src/notebook/language/completions";
import { completionsAt } from "../../../../src/notebook/language/completions";
import { expanded, marked, textAt } from "./marked";

const AROUND = [
  "data #ucla\nsource: nw-ucla",
  "model #small\npreset: hglnet-s",
  "model #big",
  "train #t\ndata: ucla\nmodel: big",
];

/** Labels offered at the cursor of a cell among others, and the text they replace. */
function offers(source: string, labels: string, replaced = "", facts?: CompletionFacts): void {
  const { sheet, sources, cell, offset } = marked([source, ...AROUND]);
  const { items } = completionsAt(sheet, cell, offset, facts);
  assert.equal(items.map(({ label }) => label).join(" "), labels, source);
  for (const item of items) {
    assert.equal(textAt(sources[cell]!, item.replace), replaced, source);
    assert.ok(item.replace.offset <= offset && offset <= item.replace.offset + item.replace.length, source);
    assert.doesNotMatch(textAt(sources[cell]!, item.replace), /[\r\n]/);
  }
  assert.deepEqual(
    [...items].sort((a, b) => (a.sort < b.sort ? -1 : 1)),
    items,
    "sorted as listed",
  );
}

/** The cell after the first item that has the label was taken. */
function takes(source: string, label: string, after: string): void {
  const { sheet, sources, cell, offset } = marked([source, ...AROUND]);
  const item = completionsAt(sheet, cell, offset).items.find((one) => one.label === label);
  assert.ok(item, `${label} in ${source}`);
  const { replace, insert } = item;
  const text = sources[cell]!;
  assert.equal(text.slice(0, replace.offset) + expanded(insert) + text.slice(replace.offset + replace.length), after);
}

const DATA_KEYS =
  "source format layout columns bad split validation unseen stream window secondBody testClips augment repeat";
const AUGMENT_KEYS = "crop testCrop rotation mirror minmax resize scale shift jointMask axisMask";

test("an empty cell offers whole cells, a header kinds and a fresh id", () => {
  offers("|", "data model text train ablation ensemble view figure table");
  offers("  |", "data model text train ablation ensemble view figure table", "  ");
  offers("mod|", "data model text train ablation ensemble view figure table", "mod");
  offers("mod| #x", "data model text train ablation ensemble view figure table", "mod");
  offers("|#x\nsource: y", "data model text train ablation ensemble view figure table");
  offers("|source: y", "data model text train ablation ensemble view figure table");
  offers("data |", "#data");
  offers("data #|", "#data", "#");
  offers("data #ucla|", "#ucla", "#ucla");
  offers("model #m|n\npreset: hglnet", "#mn", "#mn");
  offers("train |\ndata: ucla", "#train");
  offers("train ba|se", "#train", "base");
  offers("data #x {a|}", "");
  takes("|", "model", "model #model\npreset: hglnet\n");
  takes("|", "train", "train #train\ndata: ucla\nmodel: small\nepochs: 65\nseeds: [1]\n");
  takes("|", "view", "view #view\nview: confusion\nof: t\n");
  takes("vie| #x", "view", "view #x");
  takes("vi|\nof: t", "view", "view #view\nof: t");
  takes("|source: y", "data", "data #data\nsource: y");
});

test("an id that is taken is numbered", () => {
  const { sheet, cell, offset } = marked(["data |", "data #data", "data #data2"]);
  assert.deepEqual(
    completionsAt(sheet, cell, offset).items.map(({ label }) => label),
    ["#data3"],
  );
});

test("keys that are not written yet, in the order of the schema", () => {
  offers("data #x\n|", DATA_KEYS);
  offers(
    "data #x\nsource: y\n|\nstream: B",
    "format layout columns bad split validation unseen window secondBody testClips augment repeat",
  );
  offers("data #x\nwin|", DATA_KEYS, "win");
  offers("data #x\nwin|dow: 3\nsource: y", DATA_KEYS.replace("source ", ""), "window");
  offers("data #x\r\nsource: y\r\nwin|\r\n", DATA_KEYS.replace("source ", ""), "win");
  offers("data #x\nsource: [\nwin|", "");
  offers("data #x\nsource: 'y'\n# note\n|", DATA_KEYS.replace("source ", ""));
  offers("dta #x\nwin|", "");
  takes("train #x\nep|", "epochs", "train #x\nepochs: 65");
  takes("train #x\nsch|", "schedule", "train #x\nschedule: ");
  takes("train #x\nsee|", "seeds", "train #x\nseeds: [1]");
  takes("data #x\naug|", "augment", "data #x\naugment:\n  ");
  takes("data #x\nwin|: 3", "window", "data #x\nwindow: 3");
});

test("keys within keys, in lines and in braces", () => {
  offers("data #x\naugment:\n  |", AUGMENT_KEYS);
  offers("data #x\naugment:\n  mirror: 0\n  re|", AUGMENT_KEYS.replace("mirror ", ""), "re");
  offers("data #x\naugment:\n  mirror: 0\n|", DATA_KEYS.replace("augment ", ""));
  offers("data #x\naugment: {|", AUGMENT_KEYS);
  offers("data #x\naugment: { |}", AUGMENT_KEYS);
  offers("data #x\naugment: { mirror: 0.5, | }", AUGMENT_KEYS.replace("mirror ", ""));
  offers("data #x\naugment: { mirror: 0.5, te|st }", AUGMENT_KEYS.replace("mirror ", ""), "test");
  offers("data #x\naugment: {\n  mirror: 0,\n  |\n}", AUGMENT_KEYS.replace("mirror ", ""));
  offers("data #x\nsplit:\n  |", "by test train");
  offers("data #x\nsplit: { by: view, | }", "test train");
  offers("data #x\naugment: { crop: [0.5, 1], | }", AUGMENT_KEYS.replace("crop ", ""));
  takes("data #x\naugment: { mi| }", "mirror", "data #x\naugment: { mirror:  }");
});

test("a key in the wrong column goes to the right one", () => {
  takes("data #x\naugment:\n    mirror: 0\n  |", "minmax", "data #x\naugment:\n    mirror: 0\n    minmax: ");
  takes("data #x\nsource: y\n    win|", "window", "data #x\nsource: y\nwindow: ");
  takes("data #x\naugment:\n |", "mirror", "data #x\naugment:\n  mirror: ");
});

test("values of enumerations, booleans, and defaults of numbers", () => {
  offers("train #x\nschedule: |", "step cosine constant");
  offers("train #x\nschedule: co|s # note", "step cosine constant", "cos");
  offers("train #x\nschedule:|", "step cosine constant");
  offers("train #x\nschedule:\n  |", "step cosine constant");
  offers("train #x\nnesterov: |", "true false");
  offers("train #x\nlr: |", "0.1 0.001");
  offers("train #x\nseeds: |", "[1]");
  offers("train #x\nepochs: |", "65");
  offers("data #x\naugment: { minmax: | }", "true false");
  offers("data #x\naugment: { resize: sa|, mirror: 0 }", "interpolate sample uniform", "sa");
  offers("data #x\naugment: { crop: | }", "[0.5, 1] null");
  offers("data #x\nsplit: |", "default X-Sub X-View X-Set { }");
  offers("data #x\nsplit:\n  by: |", "subject view setup");
  offers("model #x\npreset: |", "hglnet hglnet-s hglnet-xs");
  offers("model #x\ngsm: S+|", "S S+D S+Q S+D+Q", "S+");
  takes("train #x\nschedule:|", "cosine", "train #x\nschedule: cosine");
  takes("train #x\nschedule: 'c|'", "cosine", "train #x\nschedule: 'cosine'");
  takes("data #x\naugment: {minmax:|}", "true", "data #x\naugment: {minmax: true}");
  takes("data #x\nsplit: |", "{ }", "data #x\nsplit: { by: , test:  }");
});

test("nothing where nothing can be known", () => {
  offers("train #x\nepochs: 3 # no|te", "");
  offers("train #x\n# no|te", "");
  offers("train #x\nseeds: [1, |]", "");
  offers("train #x\nno: |", "");
  offers("train #x\nseeds: [1] |", "");
  offers("train #x\nno:\n  |", "");
  offers("data #x\naugment: { mirror: 0 } |", "");
});

test("ids of the right kind, told by what their cells say", () => {
  offers("train #x\ndata: |", "ucla");
  offers("train #x\nmodel: s|", "small big", "s");
  offers("view #x\nview: confusion\nof: |", "t");
  offers("view #x\nview: skeleton\nof: |", "ucla t");
  offers("view #x\nof: |", "ucla t");
  const { sheet, cell, offset } = marked(["train #x\nmodel: |", ...AROUND]);
  const [small] = completionsAt(sheet, cell, offset).items;
  assert.equal(small!.detail, "model: hglnet-s");
  assert.match(small!.documentation, /preset: hglnet-s/);
});

test("data sets by name, files by their folder", () => {
  const facts = { datasets: [{ name: "./ucla.hgl-clips", detail: "10 classes" }] };
  offers("data #x\nsource: |", "ui-prmd ./ucla.hgl-clips", "", facts);
  offers("data #x\nsource: ui|", "ui-prmd", "ui");
  const paths = (source: string): unknown => {
    const { sheet, sources, cell, offset } = marked([source]);
    const { paths: asked } = completionsAt(sheet, cell, offset);
    return asked && [asked.folder, textAt(sources[cell]!, asked.replace)];
  };
  assert.deepEqual(paths("data #x\nsource: |"), ["", ""]);
  assert.deepEqual(paths("data #x\nsource: ../sets/nw|-ucla"), ["../sets/", "nw-ucla"]);
  assert.deepEqual(paths('data #x\nsource: "my sets/|"'), ["my sets/", ""]);
  assert.deepEqual(paths("data #x\nsource: C:\\sets\\a|"), ["C:/sets/", "a"]);
  assert.equal(paths("data #x\nstream: |"), null);
});

test("clips of the cell that is viewed, where they are known", () => {
  const facts = { clips: (cell: string) => (cell === "t" ? ["a1", "a2", "a3"] : []) };
  offers("view #x\nview: skeleton\nof: t\nclips: [a2, |]", "a1 a3", "", facts);
  offers("view #x\nview: skeleton\nof: t\nclips: [a2, |]", "");
});

test("items say what they mean", () => {
  const { sheet, cell, offset } = marked(["train #x\nschedule: |"]);
  const [step, cosine] = completionsAt(sheet, cell, offset).items;
  assert.equal(step!.detail, "default");
  assert.match(
    cosine!.documentation,
    /^Along a half cosine.*\n\n\*\*`schedule`\*\* in a train cell\n\nHow the rate falls/s,
  );
  const keys = completionsAt(...((m) => [m.sheet, m.cell, m.offset] as const)(marked(["train #x\n|"]))).items;
  const epochs = keys.find(({ label }) => label === "epochs")!;
  assert.match(epochs.documentation, /Default: `65`\n- Allowed: a whole number from 1 to 10000\n- Source: CTR-GCN$/);
  assert.deepEqual([epochs.detail, keys[0]!.detail], ["65", "required"]);
});

test("an empty line does not end a map", () => {
  offers("data #x\naugment:\n  mirror: 0\n\n  re|", AUGMENT_KEYS.replace("mirror ", ""), "re");
  offers("data #x\nsplit:\n\n  by: |", "subject view setup");
});

test("below an ablation's factors: what can be varied, and its values", () => {
  const cell = "ablation #x\nof: t\nfactors:\n";
  const names = (source: string): string[] => {
    const { sheet, cell: at, offset } = marked([source, ...AROUND]);
    return completionsAt(sheet, at, offset).items.map(({ label }) => label);
  };
  for (const place of [
    `${cell}  |`,
    `${cell}  mod|`,
    "ablation #x\nof: t\nfactors: { model.c| }",
    `${cell}  how:\n    a: { | }`,
  ]) {
    const offered = names(place);
    for (const name of [
      "data",
      "model",
      "text",
      "data.stream",
      "model.cts",
      "model.widths",
      "train.lr",
      "train.language.align",
    ])
      assert.ok(offered.includes(name), `${name} in ${place}`);
    for (const name of ["train.seeds", "train.data", "of", "factors"])
      assert.ok(!offered.includes(name), `${name} in ${place}`);
  }
  assert.ok(!names(`${cell}  model.cts: [gsm]\n  |`).includes("model.cts"), "each once");
  offers(`${cell}  model.cts: [|]`, "both gsm lse fixed");
  offers(`${cell}  model.cts: [gsm, l|]`, "both gsm lse fixed", "l");
  offers(`${cell}  model.cts:\n    - |`, "both gsm lse fixed");
  offers(`${cell}  model: [sm|]`, "small big", "sm");
  offers(`${cell}  how:\n    a: { model.cts: | }`, "both gsm lse fixed");
  offers(`${cell}  how:\n    |`, "");
  takes(`${cell}  model.c|`, "model.cts", `${cell}  model.cts: []`);
  takes(`${cell}  how:\n    a:\n      model.c|`, "model.cts", `${cell}  how:\n    a:\n      model.cts: `);
});
