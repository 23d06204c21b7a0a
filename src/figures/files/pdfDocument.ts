import { zlibSync } from "fflate";
import { concatBytes } from "./bytes";
import { loadPdfkit } from "./packages";
import type { DrawSvg, PdfDocument, PdfDocumentClass } from "./packages";

const CREATOR = "HocSLM Notebook";

export interface PdfSheets {
  /** Width and height of a page in points. */
  readonly size: readonly [number, number];
  /** Fonts as TrueType by the name under which they are asked for; what is used of them is in the file. */
  readonly fonts: Readonly<Record<string, Uint8Array>>;
  /** The document's name, which viewers show in their title bar. */
  readonly title: string;
  readonly date: Date;
  /** Whether pages stay open until the end, so that something can be added to each. */
  readonly open?: boolean;
}

/**
 * A PDF to draw in, with its first page, and its bytes, which come when it is ended. Equal drawing gives equal bytes on every machine: no
 * clock, no chance, and a compressor in JavaScript (that of Node differs between processors).
 */
export async function openPdf({ size, fonts, title, date, open = false }: PdfSheets): Promise<{
  readonly document: PdfDocument;
  readonly bytes: Promise<Uint8Array>;
}> {
  const document = new (packing(await loadPdfkit()))({
    font: null,
    size,
    margin: 0,
    compress: false,
    bufferPages: open,
    pdfVersion: "1.4",
    info: { Title: title, Creator: CREATOR, Producer: CREATOR, CreationDate: date },
  });
  for (const [name, bytes] of Object.entries(fonts)) document.registerFont(name, bytes);
  return { document, bytes: collected(document) };
}

/**
 * Draws an SVG drawing into a box of a page (points), in the fonts "regular", "bold" and "italic" whatever family it asks for.
 * @throws RangeError for a drawing with something that cannot be drawn
 */
export function drawSvgAt(
  draw: DrawSvg,
  document: PdfDocument,
  svg: string,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  draw(document, svg, x, y, {
    width,
    height,
    preserveAspectRatio: "none",
    fontCallback: (_family, bold, italic, options) => {
      options.fauxItalic = bold && italic;
      return bold ? "bold" : italic ? "italic" : "regular";
    },
    // Any other address would be read from the disk, and a stranger's drawing would carry a file of the reader's.
    imageCallback: (address) => {
      if (/^data:/i.test(address)) return address;
      throw new RangeError(`the drawing has a picture that is not in it: ${address.slice(0, 100)}`);
    },
    warningCallback: (warning) => {
      throw new RangeError(`the drawing has something that a PDF cannot hold: ${warning}`);
    },
  });
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
