import assert from "node:assert/strict";
import { test } from "node:test";
import { missingGlyphs } from "../../../../src/figures/files/glyphs";
import { emptyDocument, svgToPdf } from "../../../../src/figures/files/pdf";
import { svgToPixels } from "../../../../src/figures/files/raster";
import { missingInLatex } from "../../../../src/figures/missingCharacters";
import { renderSvg } from "../../../../src/figures/svg";
import { HOSTILE } from "../../../golden/records";
import { asked, DRAWING, tools } from "./tools";

const word = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20"><text x="5" y="15" font-size="14">${text}</text></svg>`;
const missing = (...svgs: string[]) => missingGlyphs(svgs, tools.fonts);
const NONE = { characters: [], texts: [] };

test("characters that the font lacks are named once, with the texts that hold them", async () => {
  assert.deepEqual(await missing(DRAWING, "<svg/>"), NONE);
  assert.deepEqual(await missing(word("drink 喝水 é &#38;"), word("水 &amp; 🦴"), word("喝水 ± 0.4")), {
    characters: ["喝", "水", "🦴"],
    texts: ["drink 喝水 é &", "水 & 🦴", "喝水 ± 0.4"],
  });
});

test("European letters, the signs of our own figures and what has no shape are not missed", async () => {
  for (const text of ["größer čaj źródło", "αβγ Ω", "вода", "± − … → ≤ ≥ × µ Δ", "a\ufe0fb\u200dc"])
    assert.deepEqual(await missing(word(text)), NONE, text);
  assert.deepEqual((await missing(word("❤\ufe0f"))).characters, ["❤"]);
});

test("vega's drawings are read as our own are", async () => {
  const spec = {
    data: { values: [{ text: '吃 < & > "吃"' }] },
    mark: "text" as const,
    encoding: { text: { field: "text", type: "nominal" as const } },
  };
  assert.deepEqual(await missing(await renderSvg(spec)), { characters: ["吃"], texts: ['吃 < & > "吃"'] });
});

test("the three styles of the font have the same characters", async () => {
  const document = await emptyDocument([1, 1], tools.fonts);
  const covered = Object.keys(tools.fonts).map((style) => {
    const { font } = document.font(style)._font;
    return Array.from({ length: 0x20000 }, (_, code) => code).filter((code) => font.hasGlyphForCodePoint(code));
  });
  assert.ok(covered[0]!.length > 3000);
  for (const style of covered.slice(1)) assert.deepEqual(style, covered[0]);
});

test("what the warning says is so: a PNG has the same box for each, and a PDF does not know what it was", async (t) => {
  const [one, other, blank] = await Promise.all(["喝", "水", ""].map((text) => svgToPixels(word(text), 100, tools)));
  assert.deepEqual(one!.rgba, other!.rgba);
  assert.notDeepEqual(one!.rgba, blank!.rgba);
  const pdf = await svgToPdf(word("a 喝 b"), tools.fonts, { title: "" });
  const words = asked("pdftotext", pdf, "pdf", "FILE", "-");
  if (words === undefined) return t.skip("poppler's pdftotext is not installed");
  assert.match(words, /a\s+b/);
});

test("pdfLaTeX sets Latin letters and the usual punctuation, and nothing else by itself", () => {
  const lacks = (...words: string[]) =>
    missingInLatex({ columns: [{ title: "Größe (%)" }], rows: words.map((one) => [one]) });
  assert.deepEqual(lacks("čaj – ‘a’ … “b” ±", "plain"), NONE);
  assert.deepEqual(lacks("喝水", "вода", "α", "plain", "喝水"), {
    characters: ["喝", "水", "в", "о", "д", "а", "α"],
    texts: ["喝水", "вода", "α"],
  });
  assert.deepEqual(missingInLatex({ columns: [{ title: "精度" }], rows: [[1, null]] }).characters, ["精", "度"]);
  for (const name of HOSTILE) assert.ok(lacks(name).texts.length <= 1);
});
