/** Advance widths of Helvetica, U+0020 to U+007E, in thousandths of an em (Adobe's core font metrics; Arial and Liberation Sans agree). */
const ADVANCES = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
/** The same of Helvetica-Bold. */
const BOLD_ADVANCES = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
  556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
  280, 389, 584,
];
/** Signs of formulas that are far from the guess for other characters (the shipped Arimo, upright and slanted within a hundredth of an em). */
const SIGNS: Readonly<Record<string, number>> = {
  "·": 333,
  τ: 395,
  λ: 500,
  π: 690,
  Π: 722,
  "√": 549,
  "→": 1000,
  "′": 188,
  "≤": 549,
  Σ: 618,
};
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/** Width of a line in px, by table alone: the same on every machine, with or without fonts. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const advances = bold ? BOLD_ADVANCES : ADVANCES;
  let width = 0;
  for (const char of text) {
    const advance = advances[char.codePointAt(0)! - 32] ?? SIGNS[char];
    width += advance ?? (char === "…" || WIDE.test(char) ? 1000 : 600);
  }
  return (width * fontSize) / 1000;
}

/** The text, or as much of its beginning as fits in `limit` px with an ellipsis. */
export function fitText(text: string, fontSize: number, limit: number): string {
  if (textWidth(text, fontSize) <= limit) return text;
  const chars = [...text];
  while (chars.length > 0 && textWidth(`${chars.join("").trimEnd()}…`, fontSize) > limit) chars.pop();
  return `${chars.join("").trimEnd()}…`;
}
