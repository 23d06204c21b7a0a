import { paletteFor } from "../../palette";
import type { SourcePiece } from "../input";
import type { Span } from "./blocks";
import type { StyledText, TextStyle } from "./lines";

const { text, muted, rule, correct, confused } = paletteFor("light");

export const COLOURS = {
  text,
  muted,
  rule,
  link: correct[7]!,
  mark: confused[6]!,
  shade: "#f4f6f8",
} as const;

export const SIZES = {
  body: 10,
  small: 8.2,
  code: 8,
  text: 7.2,
  table: 8.4,
  headings: [19, 14.5, 12, 10.5, 10, 10],
} as const;
/** A letter of the monospaced font, in sizes. */
export const MONO_WIDTH = 0.6001;

export const BODY: TextStyle = { font: "regular", size: SIZES.body, colour: COLOURS.text };
export const NOTE: TextStyle = { font: "regular", size: SIZES.small, colour: COLOURS.muted };
export const MARK: TextStyle = { font: "regular", size: SIZES.small, colour: COLOURS.mark };
export const CODE: TextStyle = { font: "mono", size: SIZES.code, colour: COLOURS.text };

/** Spans in a base style. One manner is one object, so that neighbours of it can be joined. */
export function styled(spans: readonly Span[], base: TextStyle): StyledText[] {
  const made = new Map<string, TextStyle>();
  return spans.map(({ text: words, bold, italic, code, strike, link }) => {
    const font = code ? "mono" : bold ? "bold" : italic ? "italic" : base.font;
    const style: TextStyle = {
      font,
      // The monospaced letters are wide for their size.
      size: code ? base.size * 0.88 : base.size,
      colour: link === undefined ? base.colour : COLOURS.link,
      ...(strike ? { strike } : {}),
      ...(link === undefined ? {} : { link }),
    };
    const key = JSON.stringify(style);
    const known = made.get(key) ?? style;
    made.set(key, known);
    return { text: words, style: known };
  });
}

const ROLE_COLOURS: Readonly<Record<SourcePiece["role"], string>> = {
  kind: COLOURS.link,
  id: COLOURS.mark,
  key: COLOURS.link,
  value: COLOURS.text,
  comment: COLOURS.muted,
  plain: COLOURS.text,
};
const ROLE_STYLES = new Map(Object.values(ROLE_COLOURS).map((colour) => [colour, { ...CODE, colour }]));

export function sourceTexts(source: readonly SourcePiece[]): StyledText[] {
  return source.map(({ role, text: words }) => ({ text: words, style: ROLE_STYLES.get(ROLE_COLOURS[role])! }));
}
