import { loadSvgToPdfkit, type PdfDocument } from "./packages";
import { drawSvgAt, openPdf } from "./pdfDocument";
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

/** Every figure's date: a file that is made again is the same file. */
const DATE = new Date(Date.UTC(2000, 0, 1));
export const POINTS_PER_PX = 72 / 96;

/**
 * A page as large as the drawing, made of lines, curves and text whose fonts are in the file, whatever family the drawing asks for. Equal
 * input gives equal bytes.
 * @throws RangeError for a drawing without a size, or with something that cannot be drawn
 */
export async function svgToPdf(svg: string, fonts: FigureFonts, { title }: PdfInfo): Promise<Uint8Array> {
  const draw = await loadSvgToPdfkit();
  const { width, height } = svgSize(svg);
  const [pageWidth, pageHeight] = [width * POINTS_PER_PX, height * POINTS_PER_PX];
  const size = [pageWidth, pageHeight] as const;
  const { document, bytes } = await openPdf({ size, fonts: named(fonts), title, date: DATE });
  drawSvgAt(draw, document, svg, { x: 0, y: 0, width: pageWidth, height: pageHeight });
  document.end();
  return await bytes;
}

/** A page of that size in points, on which nothing stands yet, with the fonts by their styles. */
export async function emptyDocument(size: readonly [number, number], fonts: FigureFonts): Promise<PdfDocument> {
  return (await openPdf({ size, fonts: named(fonts), title: "", date: DATE })).document;
}

/** The fonts under the names that a drawing's text is set in. */
function named({ regular, bold, italic }: FigureFonts): Record<string, Uint8Array> {
  return { regular, bold, italic };
}
