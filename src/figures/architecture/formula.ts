import { textWidth } from "../textWidth";
import { escapeXml, roundNumbers } from "../xml";
import { pt } from "../theme";

/** Smallest size of anything that is written, px. */
export const LEAST = pt(6);

/** A piece of a line that is set alike. */
interface Run {
  readonly text: string;
  readonly italic: boolean;
  readonly size: number;
  /** Of the base line, downwards, px. */
  readonly shift: number;
  /** Back before it is set, px: an index below stands under the one above. */
  readonly back: number;
  readonly muted: boolean;
}

export interface LineStyle {
  /** px */
  readonly size: number;
  readonly bold?: boolean;
}

/** How far an index is set below or above, in its line's size. */
const BELOW = 0.28;
const ABOVE = -0.44;

/**
 * A line of words and formulas, measured by table.
 *
 *     "BN, $W^U_k X$ `E2`"    words; between dollar signs a formula; between backticks a small remark in the muted colour
 *
 * In a formula single letters are slanted and words stand upright; `_` and `^` (one sign, or several in braces) set an index, and one below
 * right after one above stands under it.
 */
export class RichLine {
  private readonly runs: readonly Run[];
  readonly width: number;
  readonly size: number;
  private readonly bold: boolean;

  constructor(source: string, { size, bold = false }: LineStyle) {
    this.size = size;
    this.bold = bold;
    this.runs = runsOf(source, size, bold);
    this.width = reach(this.runs, bold);
  }

  /** How far an index reaches below the base line, px; 0 where none does. */
  get drop(): number {
    return Math.max(0, ...this.runs.map(({ shift, size }) => (shift > 0 ? shift + 0.2 * size : 0)));
  }

  get text(): string {
    return this.runs.map(({ text }) => text).join("");
  }

  /** The line as an SVG text element with its base line at y. */
  markup(x: number, y: number, anchor: "start" | "middle" | "end", ink: string, muted: string): string {
    let base = 0;
    const spans = this.runs.map(({ text, italic, size, shift, back, muted: isMuted }) => {
      const attributes = [
        ...(shift === base ? [] : [`dy="${shift - base}"`]),
        ...(back === 0 ? [] : [`dx="${-back}"`]),
      ].map(roundNumbers);
      base = shift;
      if (size !== this.size) attributes.push(`font-size="${roundNumbers(String(size))}"`);
      if (italic) attributes.push('font-style="italic"');
      if (isMuted) attributes.push(`fill="${muted}"`);
      const said = escapeXml(text);
      return attributes.length > 0 || this.runs.length > 1 ? `<tspan ${attributes.join(" ")}>${said}</tspan>` : said;
    });
    // Drawn from its left end, so that every program sets the pieces in the same places.
    const left = anchor === "start" ? x : anchor === "middle" ? x - this.width / 2 : x - this.width;
    const weight = this.bold ? ' font-weight="bold"' : "";
    const place = roundNumbers(`x="${left}" y="${y}" font-size="${this.size}"`);
    const content = spans.join("").replaceAll("<tspan >", "<tspan>");
    return `<text ${place}${weight} fill="${ink}" xml:space="preserve">${content}</text>`;
  }
}

function runsOf(source: string, size: number, bold: boolean): Run[] {
  const plain = { italic: false, size, shift: 0, back: 0, muted: false };
  const runs: Run[] = [];
  for (const piece of source.split(/(\$[^$]*\$|`[^`]*`)/)) {
    if (piece === "") continue;
    if (piece.startsWith("$")) runs.push(...formulaRuns(piece.slice(1, -1), size, bold));
    else if (piece.startsWith("`")) runs.push({ ...plain, text: piece.slice(1, -1), size: LEAST, muted: true });
    else runs.push({ ...plain, text: piece });
  }
  return merged(runs);
}

function formulaRuns(source: string, size: number, bold: boolean): Run[] {
  const index = Math.max(LEAST, size * 0.75);
  const runs: Run[] = [];
  let above: { readonly end: number; readonly width: number } | undefined;
  /** Where the index above reaches further than the one below it. */
  let ahead = 0;
  for (const [, mark = "", braced, single, text] of source.matchAll(/([_^])(?:\{([^}]*)\}|(.))|([^_^]+)/gu)) {
    const own =
      mark === "" ? slanted(text!, size, 0) : slanted(braced ?? single!, index, size * (mark === "_" ? BELOW : ABOVE));
    const stands = mark === "_" && above?.end === runs.length ? above.width : 0;
    own[0] = { ...own[0]!, back: stands - ahead };
    ahead =
      stands > 0
        ? Math.max(
            0,
            stands -
              reach(
                own.map((run) => ({ ...run, back: 0 })),
                bold,
              ),
          )
        : 0;
    runs.push(...own);
    if (mark === "^") above = { end: runs.length, width: reach(own, bold) };
  }
  return runs;
}

/** How far the furthest of them reaches, px. */
function reach(runs: readonly Run[], bold: boolean): number {
  let [at, furthest] = [0, 0];
  for (const { text, size, back } of runs) {
    at += textWidth(text, size, bold) - back;
    furthest = Math.max(furthest, at);
  }
  return furthest;
}

/** Single letters are slanted; capital Greek, digits, signs and words are not. */
function slanted(text: string, size: number, shift: number): Run[] {
  return [...text.matchAll(/[A-Za-z]{2,}|[A-Za-zα-ω]|[^A-Za-zα-ω]+/gu)].map(([piece]) => ({
    text: piece,
    italic: /^[A-Za-zα-ω]$/u.test(piece),
    size,
    shift,
    back: 0,
    muted: false,
  }));
}

function merged(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    const alike =
      last &&
      last.italic === run.italic &&
      last.size === run.size &&
      last.shift === run.shift &&
      last.muted === run.muted &&
      run.back === 0;
    if (alike) out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out;
}
