import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { MIME } from "../../../../src/common/ids";
import { latin1 } from "../../../../src/figures/files/bytes";
import type { ExportInput } from "../../../../src/figures/export/input";
import { NO_OUTPUT, STALE } from "../../../../src/figures/export/input";
import { toPdf, type Paper } from "../../../../src/figures/export/pdf";
import { HOSTILE } from "../../../golden/records";
import { asked } from "../files/tools";
import { hgl, SAMPLE, SVG, tools } from "./sample";

const NO_POPPLER = "poppler's programs are not installed";
const pdf = async (input: ExportInput, paper: Paper = "a4") => await toPdf(input, tools, paper);
const prose = (markdown: string): ExportInput => ({ ...SAMPLE, cells: [{ type: "prose", markdown }], runs: [] });
const textOf = (bytes: Uint8Array, ...args: string[]) => asked("pdftotext", bytes, "pdf", ...args, "FILE", "-");

test("two builds are the same bytes, with no other date than the one that is given", async (t) => {
  const { bytes } = await pdf(SAMPLE);
  t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2031, 4, 1) });
  assert.deepEqual((await pdf(SAMPLE)).bytes, bytes);
  assert.match(latin1(bytes), /\(D:20261130203700Z\)/);
});

test("every font is in the file, and no others than ours", async (t) => {
  const fonts = asked("pdffonts", (await pdf(SAMPLE)).bytes, "pdf", "FILE");
  if (fonts === undefined) return t.skip(NO_POPPLER);
  const rows = fonts.trim().split("\n").slice(2);
  for (const row of rows) assert.match(row, /\+(Arimo-(Regular|Bold|Italic)|Cousine-Regular) .* yes yes yes +\d+ +0$/);
  assert.equal(rows.length, 4);
});

test("prose, cells, outputs and their marks are text that can be selected, in their order", async (t) => {
  const { bytes, missing } = await pdf(SAMPLE);
  const text = textOf(bytes)?.replace(/\s+/g, " ");
  if (text === undefined) return t.skip(NO_POPPLER);
  const expected = [
    "sample.hgl.md · 2026-11-30 20:37 UTC",
    "What bones say",
    "Some emphasised, strong, struck and coded words, and a link.",
    "Lists & tables",
    "1.",
    "first",
    "inner",
    "Quoted.",
    'print("<b>")',
    "[Picture “Elsewhere”, https://example.org/x.png: not carried, because it is not a file beside the notebook.]",
    "data #clips of: base # why",
    "Clips 58",
    "As #base trains it.",
    "Between two cells.",
    "train #base",
    STALE,
    "running",
    "91 ± 2",
    "table #later",
    NO_OUTPUT,
    "Runs that are shown here",
    "0123456789ab",
  ];
  let at = 0;
  for (const words of expected) {
    const found = text.indexOf(words, at);
    assert.ok(found >= 0, `"${words}" after "${text.slice(at, at + 60)}"`);
    at = found;
  }
  assert.doesNotMatch(text, /hidden|a comment/);
  assert.deepEqual(missing, []);
});

test("pages bear their number and the title, on either paper", async (t) => {
  const long = prose(Array.from({ length: 200 }, (_, i) => `Paragraph ${i + 1} of many.`).join("\n\n"));
  for (const [paper, size] of [
    ["a4", "595.28 x 841.89 pts (A4)"],
    ["letter", "612 x 792 pts (letter)"],
  ] as const) {
    const { bytes } = await pdf(long, paper);
    const info = asked("pdfinfo", bytes, "pdf", "FILE");
    if (info === undefined) return t.skip(NO_POPPLER);
    assert.ok(info.includes(size), info);
    assert.match(info, /Title: +A sample\n/);
    const pages = Number(/Pages: +(\d+)/.exec(info)![1]);
    assert.ok(pages >= 5);
    const sheets = textOf(bytes, "-layout")!.split("\f").slice(0, -1);
    sheets.forEach((sheet, i) => assert.match(sheet.trimEnd(), new RegExp(`A sample +${i + 1} ?/ ?${pages}$`)));
    assert.deepEqual(
      [...sheets.join(" ").matchAll(/Paragraph (\d+) of many/g)].map(([, n]) => Number(n)),
      [...Array(200).keys()].map((i) => i + 1),
    );
  }
});

test("addresses of the network are links; others are words, since a page on paper has no neighbours", async () => {
  const { bytes } = await pdf(
    prose("[a](https://example.org/x) [b](mailto:a@b.c) [c](other.md) [d](#top) <https://example.org/y>"),
  );
  const links = [...latin1(bytes).matchAll(/\/URI \(([^)]*)\)/g)].map(([, address]) => address);
  assert.deepEqual(links, ["https://example.org/x", "mailto:a@b.c", "https://example.org/y"]);
});

test("viewers have a list of contents: headings, and cells below them", async () => {
  const { bytes } = await pdf({
    ...SAMPLE,
    cells: [{ type: "prose", markdown: "# A\n\n### B\n\n## C" }, hgl("data", "d", [])],
  });
  const titles = [...latin1(bytes).matchAll(/\/Title \(([^)]*)\)/g)].map(([, title]) => title);
  assert.deepEqual(titles.sort(), ["A", "B", "C", "data #d"]);
});

test("a table of many rows repeats its head on every page; long words are cut, not lost", async (t) => {
  const rows = Array.from({ length: 90 }, (_, i) => `| ${i + 1} | ${"wide ".repeat(30)} | ${"x".repeat(200)} |`);
  const { bytes } = await pdf(prose(["| No. | Words | Long |", "|--:|:--|:-:|", ...rows].join("\n")));
  const text = textOf(bytes);
  if (text === undefined) return t.skip(NO_POPPLER);
  const pages = text.split("\f").slice(0, -1);
  assert.ok(pages.length > 5);
  for (const page of pages) assert.match(page, /No\./);
  assert.equal(text.match(/x/g)!.length, 90 * 200);
  assert.equal(text.match(/wide/g)!.length, 90 * 30);
});

test("code wider than the page goes on below, and longer than a page on the next", async (t) => {
  const code = Array.from({ length: 150 }, (_, i) => `line ${i} ${"=".repeat(i)}`).join("\n");
  const { bytes } = await pdf(prose(`\`\`\`\n${code}\n\`\`\``));
  const text = textOf(bytes);
  if (text === undefined) return t.skip(NO_POPPLER);
  assert.equal(text.match(/=/g)!.length, (150 * 149) / 2);
  assert.equal(text.match(/line \d+/g)!.length, 150);
});

test("a drawing keeps within the page, and one that a PDF cannot hold is named", async (t) => {
  const huge = SVG.replace('width="40" height="20"', 'width="4000" height="9000"');
  const { bytes } = await pdf({
    ...SAMPLE,
    cells: [
      hgl("view", "huge", [{ "image/svg+xml": huge, "text/plain": "Huge" }]),
      hgl("view", "odd", [{ "image/svg+xml": "<svg>", "text/plain": "Named instead" }]),
    ],
    runs: [],
  });
  const text = textOf(bytes);
  if (text === undefined) return t.skip(NO_POPPLER);
  assert.match(text, /Named instead/);
  assert.equal(text.split("\f").length - 1, 3, "the cell, its drawing on a page of its own, the next cell");
});

test("a drawing carries no file of the machine that it is drawn on", async () => {
  const icon = fileURLToPath(new URL("../../../../media/icon.png", import.meta.url));
  for (const address of [icon, `file://${icon}`, "media/icon.png", "https://example.invalid/x.png"]) {
    const drawing = SVG.replace("<rect", `<image href="${address}" width="4" height="4"/><rect`);
    const cells = [hgl("view", "far", [{ "image/svg+xml": drawing, "text/plain": "Far away" }])];
    const { bytes } = await pdf({
      ...SAMPLE,
      cells: [...cells, { type: "prose", markdown: "![words](far.svg)" }],
      picture: () => ({ ok: true, type: "image/svg+xml", bytes: Buffer.from(drawing) }),
    });
    assert.doesNotMatch(latin1(bytes), /\/Subtype \/Image/, address);
  }
});

test("characters that the fonts lack are told, signs of ours have stand-ins", async () => {
  const { missing } = await pdf(prose("喝水 喝 ⚠ ☐ ☑ é ≥ a\u200bb 🤸\ufe0f"));
  assert.deepEqual(missing, ["喝", "水", "🤸"]);
});

test("hostile words make a document all the same", async () => {
  for (const evil of HOSTILE) {
    const { bytes } = await pdf({
      ...SAMPLE,
      title: evil,
      notebook: evil,
      version: evil,
      cells: [
        {
          type: "prose",
          markdown: `${evil}\n\n# ${evil}\n\n| ${evil} |\n|--|\n| ${evil} |\n\n- ${evil}\n\n![${evil}](${evil})`,
        },
        hgl(
          evil,
          evil,
          [
            { [MIME.training]: JSON.stringify(evil), "text/plain": evil },
            { "image/svg+xml": evil },
            { "image/png": evil },
            { "text/markdown": evil },
          ],
          { source: [{ role: "comment", text: evil }], stale: true },
        ),
      ],
      runs: [{ cell: evil, runId: evil, seed: 1, configHash: evil, dataHash: null }],
    });
    assert.match(latin1(bytes.subarray(-6)), /%%EOF/, evil);
  }
});
