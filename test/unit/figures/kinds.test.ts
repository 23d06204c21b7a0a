import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { figureFile, type FigureFormat } from "../../../src/figures/files";
import { readCertifiedFile } from "../../../src/figures/files/certificate";
import { pngFacts } from "../../../src/figures/files/pngFile";
import { svgSize } from "../../../src/figures/files/svgSize";
import { themeFor } from "../../../src/figures/theme";
import { VENUES, widthOf } from "../../../src/figures/venue";
import { sha256 } from "../../../src/worker/store/runFolder";
import { asked, certificate, tools } from "./files/tools";
import { KINDS } from "./kinds";

const GOLDEN = new URL("../../golden/expected/", import.meta.url);
const LIGHT = themeFor("light");
const LEAST_POINTS = 6;
/** Coordinates are rounded to a hundredth of a px. */
const ROUNDED = 0.005;

/** Sizes of a drawing's texts in points as they come out on paper: what a frame scales down is smaller than its words say. */
function pointsIn(svg: string): number[] {
  const [root] = /<svg[^>]*>/.exec(svg)!;
  const across = Number(/ viewBox="\S+ \S+ (\S+) /.exec(root)?.[1] ?? svgSize(svg).width);
  // Cells of a matrix may be drawn to scale, words may not.
  const words = svg.replace(/<g transform="scale\([^>]*>(?:(?!<text|<g)[^])*?<\/g>/g, "");
  assert.doesNotMatch(words, /transform="[^"]*(scale|matrix)/);
  const texts = [...svg.matchAll(/<text[^>]*>/g)].map(([tag]) => Number(/ font-size="([\d.]+)(?:px)?"/.exec(tag)?.[1]));
  return texts.map((px) => (px * 0.75 * svgSize(svg).width) / across);
}

const all = Object.entries(KINDS).flatMap(([kind, cases]) =>
  Object.entries(cases).map(([what, draw], i) => ({
    name: `${kind} ${what}`,
    draw,
    first: i === 0,
    film: what === "film",
  })),
);
const WIDTHS = [...VENUES.map((venue) => widthOf(venue)), widthOf("elsevier", "wide"), widthOf("ieee", "page")];

for (const { name, draw, film } of all) {
  test(`${name}: as wide as every venue's column, text never below ${LEAST_POINTS} points`, async () => {
    for (const width of WIDTHS) {
      const svg = await draw(width, LIGHT);
      if (!film) assert.ok(Math.abs(svgSize(svg).width - width) < ROUNDED, `${svgSize(svg).width} px of ${width}`);
      const points = pointsIn(svg);
      assert.ok(
        points.length > 0 && points.every((size) => size >= LEAST_POINTS),
        `${Math.min(...points)} in ${width} px`,
      );
    }
  });
}

for (const { name, draw } of all.filter(({ first }) => first)) {
  test(`${name}: made again it is the same file; its fonts are in the PDF, its resolution in the PNG`, async (t) => {
    const width = widthOf("ieee");
    const [first, again] = [await draw(width, themeFor("dark")), await draw(width, themeFor("dark"))];
    assert.equal(again, first);
    const files = new Map<FigureFormat, Uint8Array>();
    for (const format of ["svg", "pdf", "png"] as const) {
      const made = (svg: string) => figureFile(svg, { format, title: name, dpi: 300 }, tools, certificate, sha256);
      files.set(format, await made(first));
      assert.deepEqual(await made(again), files.get(format), format);
      assert.equal(readCertifiedFile(files.get(format)!, sha256)?.untouched, true, format);
    }
    const facts = pngFacts(files.get("png")!)!;
    assert.ok(Math.abs(facts.dpi! - 300) < 0.02, String(facts.dpi));
    assert.equal(facts.width, Math.round((svgSize(first).width / 96) * 300));
    const fonts = asked("pdffonts", files.get("pdf")!, "pdf", "FILE");
    if (fonts === undefined) return t.skip("poppler's pdffonts is not installed");
    const rows = fonts.trim().split("\n").slice(2);
    assert.ok(rows.length > 0);
    for (const row of rows) assert.match(row, /\+Arimo-(Regular|Bold|Italic) .* yes yes yes +\d+ +0$/, "emb sub uni");
  });
}

test(`no text of a committed drawing is below ${LEAST_POINTS} points`, () => {
  const drawings = readdirSync(GOLDEN).filter((name) => name.endsWith(".svg"));
  assert.ok(drawings.length > 20);
  for (const name of drawings) {
    const points = pointsIn(readFileSync(new URL(name, GOLDEN), "utf8"));
    assert.ok(points.length > 0 && Math.min(...points) >= LEAST_POINTS, `${name}: ${Math.min(...points)} points`);
  }
});

test("what does not fit is refused with the width that it takes, in which it then fits", async () => {
  const draw = KINDS.complexity["of six and published ones"]!;
  const refusal: Error = await draw(widthOf({ mm: 30 }), LIGHT).then(
    () => assert.fail("it was drawn"),
    (error: Error) => error,
  );
  const [, needed] = /needs \d+ mm and has 30, .* smaller than 6 points; make it at least (\d+) mm wide/.exec(
    refusal.message,
  )!;
  const points = pointsIn(await draw(widthOf({ mm: Number(needed) }), LIGHT));
  assert.ok(Math.min(...points) >= LEAST_POINTS);
});
