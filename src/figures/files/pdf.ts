import { zlibSync } from "fflate";
import { concatBytes } from "./bytes";
import { loadPdfkit, loadSvgToPdfkit } from "./packages";
import type { PdfDocument, PdfDocumentClass } from "./packages";
import { svgSize } from "./svgSize";

/** The bytes of the figures' font, as TrueType. */
export interface FigureFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
}

export interface PdfInfo {
  /** The document's name, which viewers show in their title bar; nothing of it is on the page. */
  readonly title: string;
}

const CREATOR = "HocSLM Notebook";
/** Every figure's date: a file that is made again is the same file. */
const DATE = new Date(Date.UTC(2000, 0, 1));
const POINTS_PER_PX = 72 / 96;

/**
 * A page as large as the drawing, made of lines, curves and text whose fonts are in the file, whatever family the drawing asks for. Equal
 * input gives equal bytes on every machine: no clock, no chance, and a compressor in JavaScript (that of Node differs between processors).
 * @throws RangeError for a drawing without a size, or with something that cannot be drawn
 */
export async function svgToPdf(svg: string, fonts: FigureFonts, { title }: PdfInfo): Promise<Uint8Array> {
  const draw = await loadSvgToPdfkit();
  const { width, height } = svgSize(svg);
  const [pageWidth, pageHeight] = [width * POINTS_PER_PX, height * POINTS_PER_PX];
  const document = await emptyDocument([pageWidth, pageHeight], fonts, title);
  const bytes = collected(document);
  draw(document, svg, 0, 0, {
    width: pageWidth,
    height: pageHeight,
    preserveAspectRatio: "none",
    fontCallback: (_family, bold, italic, options) => {
      options.fauxItalic = bold && italic;
      return bold ? "bold" : italic ? "italic" : "regular";
    },
    warningCallback: (warning) => {
      throw new RangeError(`the drawing has something that a PDF cannot hold: ${warning}`);
    },
  });
  document.end();
  return await bytes;
}

/** A page of that size in points, on which nothing stands yet, with the fonts by their names. */
export async function emptyDocument(
  size: readonly [number, number],
  fonts: FigureFonts,
  title: string,
): Promise<PdfDocument> {
  const document = new (packing(await loadPdfkit()))({
    font: null,
    size,
    margin: 0,
    compress: false,
    pdfVersion: "1.4",
    info: { Title: title, Creator: CREATOR, Producer: CREATOR, CreationDate: DATE },
  });
  for (const [name, bytes] of Object.entries(fonts)) document.registerFont(name, bytes);
  return document;
}

/** pdfkit packs with Node's zlib; here streams are packed before it sees them. Nor does it write metadata, where a certificate will stand. */
function packing(Document: PdfDocumentClass): PdfDocumentClass {
  return class extends Document {
    override ref(data: Record<string, unknown>) {
      const reference = super.ref(data);
      const finalize = reference.finalize.bind(reference);
      reference.finalize = () => {
        if (reference.buffer.length > 0 && reference.data["Filter"] === undefined) {
          reference.buffer = [zlibSync(concatBytes(reference.buffer), { level: 9 })];
          reference.data["Filter"] = "FlateDecode";
        }
        finalize();
      };
      return reference;
    }

    override endMetadata(): void {}

    /** A gap or a dash may be 0, which pdfkit refuses and PDF does not. */
    override dash(lengths: number | readonly number[], { phase = 0 }: { readonly phase?: number } = {}): this {
      const once = typeof lengths === "number" ? [lengths] : lengths;
      const pattern = once.length % 2 === 1 ? [...once, ...once] : once;
      const ends = pattern.some((length, i) => length > 0 && i % 2 === 1);
      if (!ends || !pattern.every((length) => length >= 0)) return this.undash();
      return this.addContent(`[${pattern.map(decimal).join(" ")}] ${decimal(phase)} d`);
    }
  };
}

function decimal(value: number): string {
  return String(Number(value.toFixed(4)));
}

function collected(document: PdfDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on("data", (chunk) => void chunks.push(chunk));
    document.on("end", () => resolve(concatBytes(chunks)));
    document.on("error", reject);
  });
}
