import { printable } from "../../../common/payloads/printable";
import { absentPicture } from "../absentPicture";
import { blocksOf, type Block, type Image } from "./blocks";
import { breakCode, type StyledText, type TextStyle } from "./lines";
import { drawPictures, type DrawablePicture } from "./pictures";
import { LEADING, type Column, type Sheet } from "./sheet";
import { BODY, CODE, COLOURS, MONO_WIDTH, NOTE, SIZES, styled } from "./styles";
import { drawTable } from "./table";

export interface ProsePage {
  readonly sheet: Sheet;
  /** Pictures by their source, read and made drawable before. */
  readonly picture: (source: string) => DrawablePicture;
  /** Told of each heading when it is drawn. */
  readonly onHeading?: (level: number, words: string) => void;
}

/** Sets Markdown from the sheet's `y` on. @param after what follows it takes so much room, points; a heading at its end stays with that */
export function drawMarkdown(
  page: ProsePage,
  markdown: string,
  column: Column,
  { body = BODY, after = 0 }: { readonly body?: TextStyle; readonly after?: number } = {},
): void {
  drawBlocks(page, blocksOf(markdown), column, body, after);
}

function drawBlocks(page: ProsePage, blocks: readonly Block[], column: Column, body: TextStyle, after = 0): void {
  blocks.forEach((block, i) => drawBlock(page, block, column, body, i === blocks.length - 1 ? after : 0));
}

function drawBlock(page: ProsePage, block: Block, column: Column, body: TextStyle, after: number): void {
  const { sheet } = page;
  switch (block.type) {
    case "heading": {
      const size = SIZES.headings[block.level - 1]!;
      sheet.gap(size * 1.1);
      // A heading stays with the beginning of what it is over.
      sheet.room(size * LEADING + Math.max(3.5 * body.size * LEADING, size * 0.25 + after));
      page.onHeading?.(block.level, printable(block.spans.map(({ text }) => text).join("")));
      sheet.paragraph(styled(block.spans, { font: "bold", size, colour: COLOURS.text }), column);
      sheet.gap(size * 0.25);
      return;
    }
    case "paragraph":
      if (block.spans.some(({ text }) => text.trim() !== "")) {
        sheet.paragraph(styled(block.spans, body), column);
        sheet.gap(body.size * 0.6);
      }
      drawImages(page, block.images, column);
      return;
    case "code":
      drawCode(sheet, [{ text: block.text, style: CODE }], column);
      return;
    case "list":
      block.items.forEach((item, i) => {
        const label = block.start === null ? "•" : `${block.start + i}.`;
        drawItem(page, label, item, column, body);
      });
      return;
    case "quote": {
      const inner = { x: column.x + 14, width: column.width - 14 };
      drawBlocks(page, block.blocks, inner, { ...body, colour: COLOURS.muted });
      return;
    }
    case "table":
      drawTable(sheet, block, column);
      return;
    case "rule":
      sheet.gap(6);
      sheet.room(8);
      sheet.box(column, sheet.y, 0.6, COLOURS.rule);
      sheet.gap(10);
  }
}

function drawItem(page: ProsePage, label: string, item: readonly Block[], column: Column, body: TextStyle): void {
  const { sheet } = page;
  const indent = 16;
  sheet.room(body.size * LEADING);
  const width = sheet.measure(label, body);
  const line = { pieces: [{ text: label, style: body, x: 0, width }], width };
  sheet.line(line, column.x + Math.max(0, indent - 5 - width), sheet.y, body.size * LEADING);
  if (item.length === 0) sheet.y += body.size * LEADING;
  drawBlocks(page, item, { x: column.x + indent, width: column.width - indent }, body);
}

function drawImages({ sheet, picture }: ProsePage, images: readonly Image[], column: Column): void {
  const read = images.map((image) => ({ ...image, picture: picture(image.source) }));
  drawPictures(sheet, read, column, ({ source, words, picture: { form, ...rest } }) => {
    const why = form === "none" && "why" in rest ? rest.why : "a PDF cannot hold it";
    sheet.paragraph([{ text: absentPicture(words, source, why), style: { ...NOTE, font: "italic" } }], column);
    sheet.gap(5);
  });
}

const LINE_HEIGHT = 1.42;
const PAD = 6;

/** How high `drawCode` comes out. */
export function codeHeight(texts: readonly StyledText[], column: Column): number {
  return codeLines(texts, column, PAD).length * sizeOf(texts) * LINE_HEIGHT + 2 * PAD;
}

/** Text as it stands, on a ground of its own that goes on over pages. */
export function drawCode(
  sheet: Sheet,
  texts: readonly StyledText[],
  column: Column,
  ground: string | null = COLOURS.shade,
): void {
  const pad = ground === null ? 0 : PAD;
  const lines = codeLines(texts, column, pad);
  const height = sizeOf(texts) * LINE_HEIGHT;
  // A short piece is not divided.
  if (lines.length <= 24) sheet.room(lines.length * height + 2 * pad);
  const strip = (high: number): void => {
    if (ground !== null) sheet.box(column, sheet.y, high, ground);
  };
  strip(pad);
  sheet.y += pad;
  for (const line of lines) {
    sheet.room(height + pad);
    strip(height + 0.2);
    let x = 0;
    const pieces = line.map(({ text, style }) => {
      const width = sheet.measure(text, style);
      x += width;
      return { text, style, x: x - width, width };
    });
    sheet.line({ pieces, width: x }, column.x + pad, sheet.y, height);
    sheet.y += height;
  }
  strip(pad);
  sheet.y += pad;
  sheet.gap(8);
}

function codeLines(texts: readonly StyledText[], column: Column, pad: number): StyledText[][] {
  return breakCode(texts, Math.floor((column.width - 2 * pad) / (sizeOf(texts) * MONO_WIDTH)));
}

function sizeOf([first]: readonly StyledText[]): number {
  return first?.style.size ?? SIZES.code;
}
