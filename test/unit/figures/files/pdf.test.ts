import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { latin1 } from "../../../../src/figures/files/bytes";
import { certify, readCertifiedFile } from "../../../../src/figures/files/certificate";
import { svgToPdf } from "../../../../src/figures/files/pdf";
import { sha256 } from "../../../../src/worker/store/runFolder";
import { asked, certificate, DRAWING, tools } from "./tools";

const golden = (name: string) => readFileSync(new URL(`../../../golden/expected/${name}`, import.meta.url), "utf8");
const FIGURES = { drawing: DRAWING, curves: golden("curves-loss.svg"), confusion: golden("confusion-share.svg") };
const NO_POPPLER = "poppler's pdffonts, pdftotext and pdfinfo are not installed";

for (const [name, svg] of Object.entries(FIGURES)) {
  test(`${name}: two builds are the same bytes, with nothing of the clock in them`, async (t) => {
    const first = await svgToPdf(svg, tools.fonts, { title: name });
    t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2031, 4, 1) });
    assert.deepEqual(await svgToPdf(svg, tools.fonts, { title: name }), first);
    assert.match(latin1(first), /\(D:20000101000000Z\)/);
  });

  test(`${name}: every font is in the file, its text can be selected, and a certificate harms neither`, async (t) => {
    const plain = await svgToPdf(svg, tools.fonts, { title: "Größe (a)" });
    for (const bytes of [plain, certify(plain, certificate, sha256)]) {
      const fonts = asked("pdffonts", bytes, "pdf", "FILE");
      if (fonts === undefined) return t.skip(NO_POPPLER);
      const rows = fonts.trim().split("\n").slice(2);
      assert.ok(rows.length > 0);
      for (const row of rows) assert.match(row, /\+Arimo-(Regular|Bold|Italic) .* yes yes yes +\d+ +0$/, "emb sub uni");
      const words = asked("pdftotext", bytes, "pdf", "-raw", "FILE", "-")!;
      for (const text of textsOf(svg)) assert.ok(unspaced(words).includes(unspaced(text)), `${text} in ${words}`);
    }
  });
}

/** Words of turned text come out one to a line. */
function unspaced(text: string): string {
  return text.replace(/\s/g, "");
}

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text]) => text!.replace("&#38;", "&"));
}

test("the page is the drawing's size in points, and its name is the document's alone", async (t) => {
  const plain = await svgToPdf(DRAWING, tools.fonts, { title: "Größe (a)" });
  const info = asked("pdfinfo", plain, "pdf", "FILE");
  if (info === undefined) return t.skip(NO_POPPLER);
  assert.match(info, /Title: +Größe \(a\)\n/);
  assert.match(info, /Page size: +252 x 144 pts/);
  assert.match(info, /Pages: +1\n/);
  assert.doesNotMatch(asked("pdftotext", plain, "pdf", "FILE", "-")!, /Größe/);
});

test("a size in millimetres is kept", async () => {
  const wide = DRAWING.replace('width="336" height="192"', 'width="88.9mm" height="50.8mm"');
  assert.match(latin1(await svgToPdf(wide, tools.fonts, { title: "" })), /\/MediaBox \[0 0 252 144\]/);
  await assert.rejects(svgToPdf("<svg><g/></svg>", tools.fonts, { title: "" }), /the drawing has no width/);
});

test("other programs read the certificate as metadata", async (t) => {
  const bytes = certify(await svgToPdf(DRAWING, tools.fonts, { title: "" }), certificate, sha256);
  const metadata = asked("pdfinfo", bytes, "pdf", "-meta", "FILE");
  if (metadata === undefined) return t.skip(NO_POPPLER);
  assert.match(metadata, /<hgl:provenance .*3f2a90c1d7e8.*<\/hgl:provenance>/);
});

test("a PDF that another program has added to is not what was made", async () => {
  const bytes = certify(await svgToPdf(DRAWING, tools.fonts, { title: "" }), certificate, sha256);
  assert.equal(readCertifiedFile(bytes, sha256)?.untouched, true);
  const update = new TextEncoder().encode("3 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n");
  assert.equal(readCertifiedFile(new Uint8Array([...bytes, ...update]), sha256)?.untouched, false);
});
