import { printable } from "../../../common/payloads/printable";
import { missingGlyphs } from "../../../figures/files/glyphs";
import { missingInLatex, type MissingCharacters } from "../../../figures/missingCharacters";
import type { Table } from "../../../figures/table";
import type { ResolvedFigure, ResolvedTable } from "../../../notebook/resolve";
import { figureTools } from "../figureTools";
import type { Drawing } from "./draw";

const MOST_CHARACTERS = 12;
const MOST_TEXTS = 3;
const LONGEST_TEXT = 40;

/** What of a figure's words its files cannot print, in a sentence; a moving figure's own words are looked at too. */
export async function glyphWarnings(
  { formats }: Pick<ResolvedFigure, "formats">,
  { svg, animation }: Pick<Drawing, "svg" | "animation">,
): Promise<string[]> {
  const missing = await missingGlyphs([svg, ...(animation ? [animation.frame(0)] : [])], figureTools().fonts);
  if (missing.characters.length === 0) return [];
  const boxed = formats.filter((format) => format !== "svg").map((format) => format.toUpperCase());
  const shown = "An SVG shows them where its viewer has another font";
  const seen =
    boxed.length > 0
      ? `, so ${listed(boxed)} ${boxed.length > 1 ? "show" : "shows"} boxes in their place. ${shown}`
      : `. ${shown}, other formats show boxes`;
  return [
    `Arimo, the font of figures, has no ${named(missing)}${seen}: write these words in Latin, Greek or Cyrillic letters to see them everywhere.`,
  ];
}

/** What of a table's words pdfLaTeX cannot set; Markdown and CSV hold any. */
export function tableWarnings({ formats }: Pick<ResolvedTable, "formats">, table: Table): string[] {
  const missing = missingInLatex(table);
  if (missing.characters.length === 0 || !formats.includes("tex")) return [];
  return [
    `pdfLaTeX has no ${named(missing)}: set the TeX file with XeLaTeX or LuaLaTeX in a font that has them, or write these words in Latin letters.`,
  ];
}

/** `喝, 水 (in "喝水")` */
function named({ characters, texts }: MissingCharacters): string {
  const cut = (text: string): string =>
    text.length <= LONGEST_TEXT ? text : `${[...text].slice(0, LONGEST_TEXT).join("")}…`;
  const quoted = texts.map((text) => `"${cut(printable(text))}"`);
  return `${some(characters, MOST_CHARACTERS)} (in ${some(quoted, MOST_TEXTS)})`;
}

function some(items: readonly string[], most: number): string {
  const rest = items.length - most;
  return `${items.slice(0, most).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}
