/**
 * As much of three packages as is used here. `as string` keeps TypeScript from their own types, which bring in Node's, or from their lack;
 * a bundler sees the name all the same.
 */

/** A piece of a PDF: a dictionary and, where something was written to it, a stream. */
export interface PdfReference {
  readonly data: Record<string, unknown>;
  buffer: Uint8Array[];
  end(bytes?: Uint8Array): void;
  finalize(): void;
}

export interface PdfDocument {
  registerFont(name: string, bytes: Uint8Array): this;
  font(name: string): this;
  fontSize(points: number): this;
  fillColor(colour: string): this;
  fillOpacity(share: number): this;
  widthOfString(text: string): number;
  text(text: string, x: number, y: number, options: PdfTextOptions): this;
  rect(x: number, y: number, width: number, height: number): this;
  fill(colour: string): this;
  save(): this;
  restore(): this;
  link(x: number, y: number, width: number, height: number, address: string): this;
  image(bytes: unknown, x: number, y: number, options: { readonly width: number; readonly height: number }): this;
  addPage(): this;
  bufferedPageRange(): { readonly start: number; readonly count: number };
  switchToPage(index: number): void;
  readonly page: { readonly xobjects: Record<string, PdfReference> };
  readonly outline: PdfOutline;
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
  ref(data: Record<string, unknown>): PdfReference;
  endMetadata(): void;
  dash(lengths: number | readonly number[], options?: { readonly phase?: number }): this;
  undash(): this;
  addContent(operators: string): this;
  on(event: "data", listener: (chunk: Uint8Array) => void): this;
  on(event: "end", listener: () => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  end(): void;
}

/** An entry of the list of contents that viewers show beside the pages. */
export interface PdfOutline {
  addItem(title: string): PdfOutline;
}

export interface PdfTextOptions {
  readonly lineBreak: false;
  readonly baseline: "alphabetic";
  readonly strike?: boolean;
  readonly features?: readonly string[];
}

export type PdfDocumentClass = new (options: {
  readonly font: null;
  readonly size: readonly [number, number];
  readonly margin: number;
  readonly compress: boolean;
  readonly bufferPages: boolean;
  readonly pdfVersion: string;
  readonly info: Readonly<Record<string, string | Date>>;
}) => PdfDocument;

export async function loadPdfkit(): Promise<PdfDocumentClass> {
  const { default: Document } = (await import("pdfkit" as string)) as { default: PdfDocumentClass };
  return Document;
}

export type DrawSvg = (
  document: PdfDocument,
  svg: string,
  x: number,
  y: number,
  options: {
    readonly width: number;
    readonly height: number;
    readonly preserveAspectRatio: string;
    fontCallback(
      family: string,
      bold: boolean,
      italic: boolean,
      options: { fauxItalic: boolean; fauxBold: boolean },
    ): string;
    imageCallback(address: string): string;
    warningCallback(warning: string): void;
  },
) => void;

export async function loadSvgToPdfkit(): Promise<DrawSvg> {
  const { default: draw } = (await import("svg-to-pdfkit" as string)) as { default: DrawSvg };
  return draw;
}

export type Palette = number[][];

export interface Gifenc {
  GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { readonly palette?: Palette; readonly delay: number; readonly repeat?: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
  quantize(rgba: Uint8Array, colours: number, options: { readonly format: "rgb565" }): Palette;
  applyPalette(rgba: Uint8Array, palette: Palette, format: "rgb565"): Uint8Array;
}

/** Node finds but the default in its CommonJS form, a bundler the names of its module. */
export async function loadGifenc(): Promise<Gifenc> {
  const module = (await import("gifenc" as string)) as Gifenc & { default: Gifenc };
  return typeof module.quantize === "function" ? module : module.default;
}
