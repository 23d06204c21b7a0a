import { printable } from "../common/payloads/printable";
import { cellText, type Table } from "./table";

/** What cannot be printed of some texts. */
export interface MissingCharacters {
  /** Each once, in the order in which they are met. */
  readonly characters: readonly string[];
  /** The texts that hold one of them, each once. */
  readonly texts: readonly string[];
}

/** Selectors and joiners have no shape of their own, so nobody misses it. */
const SHAPELESS = /[\s\p{Default_Ignorable_Code_Point}]/u;

export function missingAmong(texts: readonly string[], lacks: (char: string) => boolean): MissingCharacters {
  const missing = (text: string): string[] => [...text].filter((char) => !SHAPELESS.test(char) && lacks(char));
  return {
    characters: [...new Set(texts.flatMap(missing))],
    texts: [...new Set(texts.filter((text) => missing(text).length > 0))],
  };
}

/** What pdfLaTeX sets without a package or another font: Latin letters up to U+017F, and the usual punctuation (LaTeX News 28 and 31). */
const LATEX_KNOWS = /[\x20-\x7e\xa0-\u017f–—‘’“”‚„†‡•…‰‹›€™]/;

/** Characters of a table at which pdfLaTeX, with the fonts that it has by itself, would stop. */
export function missingInLatex(table: Table): MissingCharacters {
  const titles = table.columns.map(({ title }) => printable(title));
  const words = table.rows.flatMap((row) =>
    row.flatMap((cell, j) => (typeof cell === "string" ? cellText(cell, table.columns[j]!) : [])),
  );
  return missingAmong([...titles, ...words], (char) => !LATEX_KNOWS.test(char));
}
