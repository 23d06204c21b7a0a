/** Control (C0, C1), line separator, zero-width, bidi and byte-order characters. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+/gu;

/** One printable line: what no file format, terminal or reader can take amiss; lone surrogates become the replacement character. */
export function printable(text: string): string {
  return text
    .replace(UNPRINTABLE, " ")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/\s+/g, " ")
    .trim();
}
