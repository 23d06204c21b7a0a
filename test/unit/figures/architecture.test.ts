import assert from "node:assert/strict";
import { test } from "node:test";
import { ARCHITECTURE_PARTS } from "../../../src/common/vocabulary";
import { short, shapeOf } from "../../../src/figures/architecture/facts";
import { RichLine } from "../../../src/figures/architecture/formula";
import { stagesOf } from "../../../src/figures/architecture/hglnet";
import { completeLanguage, languageSchema } from "../../../src/notebook/cells/language";
import { tokenPlaces, fusionParts, USUAL_SSF } from "../../../src/figures/architecture/ssf";
import { USUAL_ENSEMBLE } from "../../../src/figures/architecture/ensemble";
import { missingGlyphs } from "../../../src/figures/files/glyphs";
import { svgToPdf } from "../../../src/figures/files/pdf";
import { paletteFor, ROLES } from "../../../src/figures/palette";
import { widthOf } from "../../../src/figures/venue";
import { figureTools } from "../../../src/worker/running/figureTools";
import { architectureOf, diagram, modelOf, readDiagram } from "./architecture";
import { BANK_TEXTS } from "../model/language/smallLanguage";

const network = architectureOf(modelOf());
const words = (svg: string): string[] => readDiagram(svg).texts.map(({ text }) => text);

test("every sign of a diagram is in the shipped font, and a PDF holds the font", async () => {
  const { fonts } = figureTools();
  for (const part of ARCHITECTURE_PARTS) {
    for (const width of [widthOf("ieee"), widthOf("ieee", "page")]) {
      const svg = diagram(network, part, { width });
      assert.deepEqual((await missingGlyphs([svg], fonts)).characters, [], part);
      const pdf = Buffer.from(await svgToPdf(svg, fonts, { title: part })).toString("latin1");
      assert.match(pdf, /\/FontFile2/);
      assert.equal(pdf.match(/\/Type \/Font\b/g)!.length % 2, 0, "each font with its descendant");
      assert.doesNotMatch(pdf, /\/BaseFont \/Helvetica/);
    }
  }
});

test("a formula is set with slanted letters, upright words and indices on their lines", () => {
  const line = new RichLine("BN, $W^U_k tanh(x)$ `(E2)`", { size: 10 });
  assert.equal(line.text, "BN, WUk tanh(x) (E2)");
  const markup = line.markup(0, 20, "start", "#000000", "#777777");
  const spans = [...markup.matchAll(/<tspan([^>]*)>([^<]*)/g)].map(
    ([, attributes, text]) => [text!, attributes!] as const,
  );
  const of = (text: string) => spans.find(([one]) => one === text)![1];
  for (const letter of ["W", "U", "k", "x"]) assert.match(of(letter), /font-style="italic"/, letter);
  assert.doesNotMatch(of(" tanh("), /italic/);
  assert.match(of("U"), /dy="-4.4" font-size="8"/);
  assert.match(of("k"), /dx="-/, "the index below stands under the one above");
  assert.match(of(" (E2)".trim()), /fill="#777777"/);
  const shifts = spans.map(([, attributes]) => Number(/dy="([^"]*)"/.exec(attributes)?.[1] ?? "0"));
  assert.ok(Math.abs(shifts.reduce((sum, shift) => sum + shift, 0)) < 1e-9, "back on the base line");
  assert.doesNotMatch(new RichLine("a < b & c", { size: 10 }).markup(0, 0, "start", "#000", "#000"), /< b|& c/);
});

test("parts of a block show its own switches and numbers", () => {
  const fixed = architectureOf(modelOf({ cts: "fixed", prior: "bones" }));
  assert.ok(words(diagram(fixed, "cts")).includes("Prior Sk, kept fixed"));
  assert.ok(words(diagram(fixed, "cts")).includes("physical bones"));
  const free = modelOf({ lseGroups: 8, reduction: 16, kernel: 7, dilations: [1, 3], gta: "per-joint", gtaHeads: 2 });
  const cts = words(diagram(architectureOf(free), "cts", { block: 4 }));
  for (const said of ["Wj in 8 groups", "r = 64/16 = 4", "X  [N·2, 64, 25, 64]", "Y  [N·2, 128, 25, 64]", "1 × 1"])
    assert.ok(cts.includes(said), said);
  const dht = words(diagram(architectureOf(free), "dht", { block: 4 }));
  for (const said of ["7×1", "d=3", "s=2", "2 heads of 16", "2 × 25 × 32 × 64", "stride 2", "Xout  [N·2, 128, 25, 32]"])
    assert.ok(dht.includes(said), said);
  assert.ok(words(diagram(architectureOf(free), "hglnet")).includes("per-joint"));
  assert.ok(words(diagram(architectureOf(modelOf({ dropout: 0.5 })), "hglnet")).includes("Dropout 0.5, linear"));
  assert.equal(shapeOf(architectureOf(modelOf(), "ucla20"), 64, 52), "[$N$, 64, 20, 52]");
});

test("blocks of one shape are one stage, whose first block says what it changes", () => {
  assert.deepEqual(
    stagesOf(network).map(({ title, change }) => [title, change.join(" ")]),
    [
      ["Blocks 1–3", ""],
      ["Blocks 4–6", "block 4: 64 → 128, stride 2"],
      ["Blocks 7–9", "block 7: 128 → 256, stride 2"],
    ],
  );
});

test("the sequence has a token for the clip, each part and each frame, and the ensemble every stream", () => {
  const parts = fusionParts(network, USUAL_SSF);
  assert.equal(parts.tokens, 21);
  assert.equal(fusionParts(architectureOf(modelOf(), "ucla20", 10, 52), USUAL_SSF).tokens, 18);
  assert.deepEqual(tokenPlaces(parts).map(({ count }) => count), [1, 4, 16, 32]); // prettier-ignore
  assert.deepEqual(USUAL_ENSEMBLE.members.map(({ weight }) => weight), [2, 2, 2, 1, 1, 1]); // prettier-ignore
});

test("numbers have three figures", () => {
  assert.deepEqual([0, 950, 999.6, 21_440, 1_881_626, 999_600, 2.43e9].map(short), ["0", "950", "1.00 K", "21.4 K", "1.88 M", "1.00 M", "2.43 G"]); // prettier-ignore
});

test("a diagram that could not be read is refused", () => {
  assert.throws(() => diagram(network, "cts", { width: widthOf({ mm: 60 }) }), /cannot be read in 60 mm; make it at least 83 mm/); // prettier-ignore
});

test("roles stay apart in grey, and words are legible on all of them", () => {
  const luminance = (hex: string): number =>
    [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).reduce((sum, value, i) => sum + value * [0.299, 0.587, 0.114][i]!, 0); // prettier-ignore
  const linear = (hex: string): number =>
    [1, 3, 5]
      .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i]!, 0);
  for (const scheme of ["light", "dark"] as const) {
    const { roles, text } = paletteFor(scheme);
    const grey = ROLES.map((role) => luminance(roles[role].fill));
    const steps = grey.slice(1).map((value, i) => (scheme === "light" ? grey[i]! - value : value - grey[i]!));
    for (const [i, step] of steps.entries()) assert.ok(step >= 13, `${scheme} ${ROLES[i + 1]} differs by ${step}`);
    for (const role of ROLES) {
      const [a, b] = [linear(text), linear(roles[role].fill)].sort((x, y) => y - x) as [number, number];
      assert.ok((a + 0.05) / (b + 0.05) >= 4.5, `${scheme} ${role}: ${(a + 0.05) / (b + 0.05)}`);
    }
  }
});

test("nothing in a diagram is a script, a link or a style", () => {
  const svg = diagram(network, "hglnet");
  assert.doesNotMatch(svg, /<script|href|onload|<style/);
});

test("the fusion is drawn as a train cell's defaults make it", () => {
  const { textTokens: _tokens, textWidth: _width, ...drawn } = USUAL_SSF;
  const defaults = completeLanguage(languageSchema.parse({}), { epochs: 65 }, BANK_TEXTS);
  for (const [key, value] of Object.entries(drawn)) assert.equal(defaults[key as keyof typeof defaults], value, key);
});
