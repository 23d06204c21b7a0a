import { unescapeXml } from "../xml";
import { loadSvgToPdfkit } from "./packages";
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

/** Characters of the drawing's text that the font lacks; a box stands for each of them in a PDF and a PNG. */
export async function missingCharacters(svg: string, fonts: FigureFonts): Promise<string[]> {
  const text = [...svg.matchAll(/<text[\s>][^]*?<\/text>/g)]
    .map(([element]) => element.replace(/<[^>]*>/g, ""))
    .join("");
  const characters = new Set(unescapeXml(text).replace(/\s/g, ""));
  if (characters.size === 0) return [];
  const { document } = await openPdf({ size: [1, 1], fonts: named(fonts), title: "", date: DATE });
  const { font } = document.font("regular")._font;
  return [...characters].filter((char) => !font.hasGlyphForCodePoint(char.codePointAt(0)!));
}

/** The fonts under the names that a drawing's text is set in. */
function named({ regular, bold, italic }: FigureFonts): Record<string, Uint8Array> {
  return { regular, bold, italic };
}
