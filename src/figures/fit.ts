import type { TopLevelSpec } from "vega-lite";
import { HglError } from "../common/errors";
import { renderSvg } from "./svg";
import { svgSize } from "./files/svgSize";
import { mm, pt } from "./theme";

/** Smallest plot that anything can be read in, px. */
const LEAST_PLOT = 40;
/** A drawing this much narrower or wider than wanted needs no other try, px. */
const CLOSE = 0.5;
const TRIES = 6;
/** Smallest text of a figure on paper, px. */
const LEAST_TEXT = pt(6);

/**
 * Draws a specification exactly as wide as a column: axes, labels and legends take what they need, and the plot has the rest, so that text
 * keeps its size in points.
 *
 * @param specOf the specification for a plot area of so many px
 * @param width of the whole drawing, px
 * @throws HglError "cell" where it does not fit without text below 6 points
 */
export async function renderToWidth(specOf: (plot: number) => TopLevelSpec, width: number): Promise<string> {
  let plot = width * 0.7;
  let best: { svg: string; size: { width: number; height: number } } | undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const svg = await renderSvg(specOf(plot));
    const size = svgSize(svg);
    if (!best || Math.abs(size.width - width) < Math.abs(best.size.width - width)) best = { svg, size };
    const over = size.width - width;
    if (Math.abs(over) <= CLOSE) break;
    const next = Math.max(LEAST_PLOT, plot - over);
    if (next === plot) break;
    plot = next;
  }
  checkText(best!.svg, best!.size.width, width);
  return framed(best!.svg, best!.size, width);
}

/** A drawing that is wider than its column is scaled down with its words: a little, but never so that they could not be read. */
function checkText(svg: string, own: number, width: number): void {
  const sizes = [...svg.matchAll(/<text[^>]* font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
  const least = Math.min(...sizes);
  if (own <= width || (least * width) / own >= LEAST_TEXT) return;
  const toMm = (px: number): number => px / mm(1);
  throw new HglError({
    code: "cell",
    what: `the figure needs ${toMm(own).toFixed(0)} mm and has ${toMm(width).toFixed(0)}, in which its text would be smaller than 6 points`,
    next: `make it at least ${Math.ceil(toMm((own * LEAST_TEXT) / Math.max(LEAST_TEXT, least)))} mm wide, or show less in it`,
  });
}

/** Puts a drawing into a frame of the wanted width: in its middle where it is narrower, scaled down where it is wider. */
export function framed(svg: string, size: { readonly width: number; readonly height: number }, width: number): string {
  const { width: own, height: ownHeight } = size;
  if (own === width) return svg;
  const scale = own > width ? width / own : 1;
  const round = (value: number): number => Math.round(value * 100) / 100;
  const [left, , across, down] = viewBoxOf(svg) ?? [0, 0, own, ownHeight];
  const room = own > width ? 0 : width - own;
  return svg.replace(/<svg[^>]*>/, (tag) =>
    tag
      .replace(/ (?:width|height|viewBox)="[^"]*"/g, "")
      .replace(
        /^<svg/,
        `<svg width="${round(width)}" height="${round(ownHeight * scale)}" viewBox="${round(left - room / 2)} 0 ${round(across + room)} ${round(down)}"`,
      ),
  );
}

function viewBoxOf(svg: string): [number, number, number, number] | undefined {
  const numbers = /<svg[^>]* viewBox="([^"]*)"/
    .exec(svg)?.[1]
    ?.split(/[\s,]+/)
    .map(Number);
  return numbers?.length === 4 && numbers.every(Number.isFinite)
    ? (numbers as [number, number, number, number])
    : undefined;
}
