import type { DrawSvg, PdfDocument } from "../../files/packages";
import { drawSvgAt } from "../../files/pdfDocument";
import { breakLines, type Measure, type StyledText, type TextLine, type TextStyle } from "./lines";

/** Sizes of paper in points. */
export const PAPERS = { a4: [595.28, 841.89], letter: [612, 792] } as const;
export type Paper = keyof typeof PAPERS;

const MARGIN = { side: 62, top: 56, bottom: 66 } as const;
/** Where the type's line stands in its height, and how high a line is, in sizes. */
const BASELINE = 0.94;
export const LEADING = 1.36;

/** Characters that the fonts lack and something stands for. */
const STAND_INS: Readonly<Record<string, string>> = { "⚠": "▲", "✓": "√", "✔": "√", "✗": "×", "☐": "□", "☑": "■" };

/** Where something may be drawn across the page, in points. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

/** Pages that are filled from top to bottom. `y` is where the next thing goes, in points from the page's top. */
export class Sheet {
  y: number = MARGIN.top;
  readonly column: Column;
  readonly missing = new Set<string>();
  readonly measure: Measure;
  private readonly height: number;
  private readonly widths = new Map<string, number>();

  constructor(
    readonly document: PdfDocument,
    paper: Paper,
    private readonly drawSvg: DrawSvg,
  ) {
    const [width, height] = PAPERS[paper];
    this.height = height;
    this.column = { x: MARGIN.side, width: width - 2 * MARGIN.side };
    this.measure = (text, style) => {
      const key = `${style.font} ${style.size} ${text}`;
      const known = this.widths.get(key);
      if (known !== undefined) return known;
      const measured = this.set(style).widthOfString(this.drawable(text, style));
      this.widths.set(key, measured);
      return measured;
    };
  }

  /** The height that a page has for what is drawn on it. */
  get pageHeight(): number {
    return this.height - MARGIN.top - MARGIN.bottom;
  }

  /** Goes on on the next page unless so much is left of this one. */
  room(height: number): void {
    if (this.y + height <= this.height - MARGIN.bottom || this.y <= MARGIN.top) return;
    this.document.addPage();
    this.y = MARGIN.top;
  }

  /** Space between two things; none at the top of a page. */
  gap(height: number): void {
    if (this.y > MARGIN.top) this.y += height;
  }

  paragraph(texts: readonly StyledText[], { x, width }: Column, align: "left" | "right" | "center" = "left"): void {
    for (const line of breakLines(texts, width, this.measure)) {
      const height = lineHeight(line, texts);
      this.room(height);
      const left = align === "left" ? 0 : (width - line.width) * (align === "right" ? 1 : 0.5);
      this.line(line, x + left, this.y, height);
      this.y += height;
    }
  }

  /** One line whose box begins at (x, y). */
  line({ pieces }: TextLine, x: number, y: number, height: number): void {
    const size = Math.max(0, ...pieces.map(({ style }) => style.size));
    const baseline = y + (height - size * LEADING) / 2 + size * (BASELINE + (LEADING - 1.2) / 2);
    for (const piece of pieces) {
      const { style, text, width } = piece;
      const options = { lineBreak: false, baseline: "alphabetic", strike: style.strike ?? false } as const;
      this.set(style)
        .fillColor(style.colour)
        .text(this.drawable(text, style), x + piece.x, baseline, options);
      if (style.link !== undefined) this.document.link(x + piece.x, y, width, height, style.link);
    }
  }

  box({ x, width }: Column, y: number, height: number, colour: string): void {
    this.document.rect(x, y, width, height).fill(colour);
  }

  /** @throws RangeError for something that a PDF cannot hold */
  svg(svg: string, x: number, width: number, height: number): void {
    this.document.save();
    drawSvgAt(this.drawSvg, this.document, svg, { x, y: this.y, width, height });
    this.document.restore();
  }

  /** A page's foot, when all pages are there. */
  feet(textOf: (page: number, pages: number) => readonly [left: string, right: string], style: TextStyle): void {
    const { start, count } = this.document.bufferedPageRange();
    for (let index = 0; index < count; index++) {
      this.document.switchToPage(start + index);
      const y = this.height - MARGIN.bottom + 26;
      const [left, right] = textOf(index + 1, count).map((text) => [{ text, style }]);
      const { x, width } = this.column;
      const [end] = breakLines(right!, width, this.measure);
      const [begin] = breakLines(left!, width - end!.width - 12, this.measure);
      this.line(begin!, x, y, style.size * LEADING);
      this.line(end!, x + width - end!.width, y, style.size * LEADING);
    }
  }

  private set({ font, size }: TextStyle): PdfDocument {
    return this.document.font(font).fontSize(size);
  }

  /** The text as the font can show it; what it lacks stands as a box and is remembered. */
  private drawable(text: string, { font }: TextStyle): string {
    const { font: glyphs } = this.document.font(font)._font;
    let drawn = "";
    for (const char of text) {
      if (glyphs.hasGlyphForCodePoint(char.codePointAt(0)!)) drawn += char;
      else if (STAND_INS[char] !== undefined) drawn += STAND_INS[char];
      // Marks that join or choose a picture have no width of their own.
      else if (!/[\p{Cc}\p{Cf}\ufe0e\ufe0f]/u.test(char)) {
        this.missing.add(char);
        drawn += char;
      }
    }
    return drawn;
  }
}

export function lineHeight({ pieces }: TextLine, texts: readonly StyledText[]): number {
  const sizes = (pieces.length > 0 ? pieces : texts.slice(0, 1)).map(({ style }) => style.size);
  return Math.max(4, ...sizes) * LEADING;
}
