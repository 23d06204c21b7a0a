import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { svgToPng } from "../../../../src/figures/files/png";
import { pngFacts } from "../../../../src/figures/files/pngFile";
import { svgToPixels } from "../../../../src/figures/files/raster";
import { widthOf } from "../../../../src/figures/venue";
import { DRAWING, tools } from "./tools";

test("a PNG is as wide as its inches times its dots, and says so", async () => {
  for (const dpi of [72, 300, 600]) {
    const { width, height, dpi: said } = pngFacts(await svgToPng(DRAWING, tools, { dpi }))!;
    assert.deepEqual([width, height], [Math.round(3.5 * dpi), Math.round(2 * dpi)]);
    assert.ok(Math.abs(said! - dpi) < 0.02, String(said));
  }
  const wide = DRAWING.replace('width="336"', `width="${widthOf("elsevier", "wide")}"`).replace(
    '"0 0 336 192"',
    '"0 0 529.13 192"',
  );
  assert.equal(pngFacts(await svgToPng(wide, tools, { dpi: 500 }))!.width, Math.round((140 / 25.4) * 500));
});

test("equal drawings give equal bytes; the ground is white, or none where that is wanted", async () => {
  const white = await svgToPng(DRAWING, tools, { dpi: 96 });
  assert.deepEqual(await svgToPng(DRAWING, tools, { dpi: 96 }), white);
  const none = await svgToPng(DRAWING, tools, { dpi: 96, ground: "transparent" });
  assert.deepEqual([lastPixel(white), lastPixel(none)[3]], [[255, 255, 255, 255], 0]);
});

test("text is drawn in the shipped font, whatever family is asked for", async () => {
  const word = (family: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20"><text x="5" y="15" font-family="${family}" font-size="14">mmm</text></svg>`;
  const [known, unknown] = await Promise.all(["Arimo", "Nobody's"].map((one) => svgToPixels(word(one), 100, tools)));
  assert.ok(known!.rgba.some((value) => value > 0));
  assert.deepEqual(unknown!.rgba, known!.rgba);
});

test("a resolution out of range and a picture too large are refused", async () => {
  await assert.rejects(svgToPng(DRAWING, tools, { dpi: 20 }), /20 dots per inch are out of range; choose 72 to 1200/);
  await assert.rejects(svgToPng(DRAWING, tools, { dpi: NaN }), /NaN dots per inch/);
  const huge = DRAWING.replace('width="336" height="192"', 'width="3000" height="3000"');
  await assert.rejects(svgToPng(huge, tools, { dpi: 1200 }), /37500 x 37500 pixels; choose fewer dots/);
});

/** Red, green, blue and opacity at the lower right, for a picture whose last row is stored unfiltered or filtered by difference of equals. */
function lastPixel(png: Uint8Array): number[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at))
    if (String.fromCharCode(...png.subarray(at + 4, at + 8)) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  const { width, height } = pngFacts(png)!;
  const raw = inflateSync(Buffer.concat(parts));
  const row = 4 * width;
  let above = new Uint8Array(row);
  for (let y = 0; y < height; y++)
    above = unfiltered(raw[y * (row + 1)]!, raw.subarray(y * (row + 1) + 1, (y + 1) * (row + 1)), above);
  return [...above.subarray(row - 4)];
}

function unfiltered(filter: number, line: Uint8Array, above: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(line.length);
  for (let i = 0; i < line.length; i++) {
    const [a, b, c] = [out[i - 4] ?? 0, above[i]!, above[i - 4] ?? 0];
    const p = a + b - c;
    const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
    const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    out[i] = line[i]! + [0, a, b, (a + b) >> 1, paeth][filter]!;
  }
  return out;
}
