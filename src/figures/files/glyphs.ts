import { missingAmong, type MissingCharacters } from "../missingCharacters";
import { unescapeXml } from "../xml";
import { emptyDocument, type FigureFonts } from "./pdf";

/**
 * Characters of drawings' texts that the font lacks: a PDF and a PNG show a box for each, an SVG keeps them for viewers that have
 * another font. The three styles have the same characters (a test holds it), so the regular one is asked.
 */
export async function missingGlyphs(svgs: readonly string[], fonts: FigureFonts): Promise<MissingCharacters> {
  const texts = svgs.flatMap(textsOf);
  // Nothing but ASCII needs no font to be opened, and that is nearly every figure.
  if (!texts.some((text) => BEYOND_ASCII.test(text))) return { characters: [], texts: [] };
  const { font } = (await emptyDocument([1, 1], fonts)).font("regular")._font;
  return missingAmong(texts, (char) => !font.hasGlyphForCodePoint(char.codePointAt(0)!));
}

const BEYOND_ASCII = /[^\x20-\x7e]/;
/** As vega writes them; our own drawings write numbers. */
const NAMED = { amp: "&", lt: "<", gt: ">" } as const;

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[\s>][^]*?<\/text>/g)].map(([element]) =>
    unescapeXml(element.replace(/<[^>]*>/g, "")).replace(
      /&(amp|lt|gt);/g,
      (_, name: string) => NAMED[name as keyof typeof NAMED],
    ),
  );
}
