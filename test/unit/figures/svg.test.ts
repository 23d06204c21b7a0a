import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { colourPairs, darkRules, paletteFor } from "../../../src/figures/palette";
import { provenanceElement, readProvenance } from "../../../src/figures/provenance";
import { renderSvg } from "../../../src/figures/svg";
import { roundNumbers } from "../../../src/figures/xml";
import { fitText, textWidth } from "../../../src/figures/textWidth";
import { pt, themeFor } from "../../../src/figures/theme";
import { contrast } from "../../../src/renderers/frame/colour";
import type { Rgb } from "../../../src/renderers/frame/colour";
import { HOSTILE } from "../../golden/records";

const spec = (text: string) => ({
  data: { values: [{ text, x: 1 / 3 }] },
  mark: "text" as const,
  encoding: { x: { field: "x", type: "quantitative" as const }, text: { field: "text", type: "nominal" as const } },
});

test("equal specifications give equal bytes, whatever was drawn between", async () => {
  const first = await renderSvg(spec("a"));
  await renderSvg(spec("something else"));
  assert.equal(await renderSvg(spec("a")), first);
});

test("coordinates are rounded; text that looks like an attribute is not", async () => {
  assert.equal(roundNumbers("M0.33333,-0.0001L1e-7,12.345"), "M0.33,0L0,12.35");
  const svg = await renderSvg(spec('x="0.123456"'));
  assert.match(svg, />x="0\.123456"</);
  assert.doesNotMatch(svg.replace(/>[^<]*</g, "><"), /\d\.\d{3,}/);
});

test("a specification that loads something is refused, not fetched", async () => {
  const loading = { ...spec("a"), data: { url: "http://example.invalid/x.json" } };
  await assert.rejects(renderSvg(loading), /may not load/);
});

test("a figure is drawn where code may not be made from text, so no text of a figure can become code", () => {
  const code = `
    const { renderSvg } = await import("./src/figures/svg.ts");
    const { lossSpec, learningCurves } = await import("./src/figures/curves.ts");
    try { eval("1"); process.exit(3); } catch {}
    const event = { at: 0, type: "epoch", epoch: 1, loss: 1, trainTop1: 0.5, validation: null, seconds: 1 };
    const svg = await renderSvg(lossSpec(learningCurves([[event, { ...event, epoch: 2, loss: 0.5 }]])));
    process.stdout.write(svg.slice(0, 4));`;
  const flags = ["--disallow-code-generation-from-strings", "--import=tsx", "--input-type=module"];
  assert.equal(execFileSync(process.execPath, [...flags, "--eval", code], { encoding: "utf8" }), "<svg");
});

test("title and metadata stand in the drawing, and provenance comes back as it went in", async () => {
  for (const notebook of HOSTILE) {
    const provenance = {
      version: "0.1.0",
      notebook,
      cell: "base",
      figure: "loss",
      runs: [{ runId: "ab", seed: 1, configHash: null, dataHash: "cd" }],
    };
    const svg = await renderSvg(spec("a"), { title: notebook, metadata: provenanceElement(provenance) });
    assert.deepEqual(readProvenance(svg), provenance);
    assert.equal(svg.match(/</g)!.length, svg.match(/>/g)!.length);
  }
  assert.equal(readProvenance("<svg/>"), null);
  assert.equal(
    readProvenance('<hgl:provenance xmlns:hgl="urn:hocslm:provenance:1">{"version":1}</hgl:provenance>'),
    null,
  );
});

test("text is measured by table and cut to fit", () => {
  assert.equal(textWidth("Hello", 10), (722 + 556 + 222 + 222 + 556) / 100);
  assert.equal(fitText("short", 10, 100), "short");
  const cut = fitText("a rather long class name", 10, 60);
  assert.match(cut, /…$/);
  assert.ok(textWidth(cut, 10) <= 60);
});

test("no figure text is below 6 pt", () => {
  assert.ok(themeFor("light", 2, 2).small >= pt(6));
});

const rgb = (hex: string): Rgb => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as unknown as Rgb;

test("text reads on its ground in both schemes, and ramps grow monotonically away from it", () => {
  for (const scheme of ["light", "dark"] as const) {
    const { background, text, muted, inkOnWeak, inkOnStrong, correct, confused, categorical } = paletteFor(scheme);
    for (const ink of [text, muted]) assert.ok(contrast(rgb(ink), rgb(background)) >= 4.5, `${scheme} ${ink}`);
    for (const ramp of [correct, confused]) {
      const steps = ramp.map((colour) => contrast(rgb(colour), rgb(background)));
      assert.deepEqual(
        [...steps].sort((a, b) => a - b),
        steps,
      );
      ramp.forEach((colour, i) =>
        assert.ok(contrast(rgb(i >= 5 ? inkOnStrong : inkOnWeak), rgb(colour)) >= 3, `${scheme} ${colour}`),
      );
    }
    for (const colour of categorical.slice(0, 3))
      assert.ok(contrast(rgb(colour), rgb(background)) >= 3, `${scheme} ${colour}`);
  }
});

test("each light colour has one dark one, so that recolouring is unambiguous", () => {
  const lights = colourPairs().map(([light]) => light);
  assert.equal(new Set(lights).size, lights.length);
  assert.match(darkRules("figure svg"), /figure svg \[fill="#0072b2"\]\{fill:#4aa8e0\}/);
});
