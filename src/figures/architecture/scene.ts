import { paletteFor, type Palette, type Role, type Scheme } from "../palette";
import { FIGURE_FONT, pt } from "../theme";
import { escapeXml, roundNumbers } from "../xml";
import { RichLine, type LineStyle } from "./formula";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** Sizes of the writing, px: names of parts, formulas, and shapes and costs beside arrows. */
export const SIZES = { name: pt(8), formula: pt(7.5), note: pt(6.5) } as const;

/** A line of a box: words in the size of formulas, a name, or a note. */
export type Words = string | { readonly name: string } | { readonly note: string };

const LEADING = 1.36;
const PAD_X = 5;
const PAD_Y = 4;
const CORNER = 3;
const TURN = 4;
const HEAD = { length: 5, half: 2.4 } as const;
/** Radius of a sum's circle. */
export const SUM = 6;

const point = (x: number, y: number): Point => ({ x, y });

export interface BlockOptions {
  /** Of the box at least, px. */
  readonly width?: number;
  readonly height?: number;
  /** Beside the words, px. */
  readonly pad?: number;
}

/** A box with its lines in the middle. It has a size at once, and a place when it is put somewhere. */
export class Block {
  readonly lines: readonly RichLine[];
  x = 0;
  y = 0;
  width: number;
  height: number;

  constructor(
    readonly role: Role,
    words: readonly Words[],
    { width = 0, height = 0, pad = PAD_X }: BlockOptions = {},
  ) {
    this.lines = words.map(lineOf);
    this.width = Math.max(width, 2 * pad + Math.max(0, ...this.lines.map(({ width }) => width)));
    this.height = Math.max(height, 2 * PAD_Y + this.textHeight);
  }

  get textHeight(): number {
    return this.lines.reduce((sum, line) => sum + heightOf(line), 0);
  }

  /** Puts its top left corner somewhere, and stretches it where a size is given. */
  put(x: number, y: number, size: { readonly width?: number; readonly height?: number } = {}): this {
    Object.assign(this, { x, y }, size);
    return this;
  }

  get right(): number {
    return this.x + this.width;
  }
  get bottom(): number {
    return this.y + this.height;
  }
  get middleX(): number {
    return this.x + this.width / 2;
  }
  get middleY(): number {
    return this.y + this.height / 2;
  }
}

export interface FrameOptions {
  readonly role: Role;
  readonly title?: string;
  /** At the other end of the title's line. */
  readonly note?: string;
  /** Drawn below the frames that stand already: for one round all of them. */
  readonly behind?: boolean;
}

/** How far the sheets of a pile reach out, px. */
export const PILE = 4;

/** Height that a frame's title takes inside it. */
export const TITLE = 16;

/** What a diagram holds; drawn in the order frames, arrows, boxes, so that no line lies over a word. */
export class Scene {
  readonly palette: Palette;
  private readonly frames: string[] = [];
  private readonly lines: string[] = [];
  private readonly boxes: string[] = [];
  private readonly words: string[] = [];

  constructor(scheme: Scheme) {
    this.palette = paletteFor(scheme);
  }

  block(block: Block): void {
    const { x, y, width, height, role, lines, textHeight } = block;
    const { fill, line } = this.palette.roles[role];
    this.boxes.push(rectMarkup({ x, y, width, height }, CORNER, fill, line));
    let top = y + (height - textHeight) / 2;
    for (const one of lines) {
      // The muted colour is too weak on most fills.
      const { text } = this.palette;
      this.words.push(one.markup(x + width / 2, top + baseOf(one.size), "middle", text, text));
      top += heightOf(one);
    }
  }

  /** A frame round a part of the diagram, its name at the top left. */
  frame(rect: Rect, { role, title, note, behind = false }: FrameOptions): void {
    const { ground, line } = this.palette.roles[role];
    const markup = rectMarkup(rect, CORNER + 2, ground, line);
    if (behind) this.frames.unshift(markup);
    else this.frames.push(markup);
    const base = rect.y + 3 + baseOf(SIZES.name);
    if (title !== undefined)
      this.write(new RichLine(title, { size: SIZES.name, bold: true }), rect.x + 6, base, "start");
    if (note !== undefined)
      this.write(new RichLine(note, { size: SIZES.note }), rect.x + rect.width - 6, base, "end", true);
  }

  /** Two more frames that show behind one, as sheets in a pile: it stands for several. */
  pile({ x, y, width, height }: Rect, role: Role): void {
    const { ground, line } = this.palette.roles[role];
    for (const by of [PILE, PILE / 2])
      this.frames.push(rectMarkup({ x: x + by, y: y + by, width, height }, CORNER + 2, ground, line));
  }

  /** A line along points, its corners rounded, with a head at its end unless it joins another line. */
  arrow(points: readonly Point[], options: { readonly head?: boolean } = {}): void {
    const { head = true } = options;
    const ink = this.palette.muted;
    const route = points.filter((one, i) => i === 0 || one.x !== points[i - 1]!.x || one.y !== points[i - 1]!.y);
    const end = route.at(-1)!;
    const before = route.at(-2)!;
    const [ux, uy] = [Math.sign(end.x - before.x), Math.sign(end.y - before.y)];
    const stop = head ? point(end.x - ux * (HEAD.length - 1), end.y - uy * (HEAD.length - 1)) : end;
    const d = roundedPath([...route.slice(0, -1), stop]);
    this.lines.push(`<path d="${roundNumbers(d)}" fill="none" stroke="${ink}" stroke-width="1"/>`);
    if (!head) return;
    const [bx, by] = [end.x - ux * HEAD.length, end.y - uy * HEAD.length];
    const [sx, sy] = [uy * HEAD.half, ux * HEAD.half];
    const tip = `M${end.x} ${end.y}L${bx + sx} ${by + sy}L${bx - sx} ${by - sy}Z`;
    this.lines.push(`<path d="${roundNumbers(tip)}" fill="${ink}"/>`);
  }

  /** A dot where a line forks. */
  fork({ x, y }: Point): void {
    this.lines.push(`<circle ${roundNumbers(`cx="${x}" cy="${y}" r="1.8"`)} fill="${this.palette.muted}"/>`);
  }

  /** A circle with a plus, drawn, since the font has none. */
  sum({ x, y }: Point): void {
    const { fill, line } = this.palette.roles.fusion;
    const circle = roundNumbers(`cx="${x}" cy="${y}" r="${SUM}"`);
    const arm = SUM - 2.5;
    const plus = roundNumbers(`M${x - arm} ${y}L${x + arm} ${y}M${x} ${y - arm}L${x} ${y + arm}`);
    this.boxes.push(
      `<circle ${circle} fill="${fill}" stroke="${line}" stroke-width="0.75"/>`,
      `<path d="${plus}" fill="none" stroke="${this.palette.text}" stroke-width="1"/>`,
    );
  }

  /** Words beside a line; y is their middle. */
  note(source: string, x: number, y: number, anchor: "start" | "middle" | "end" = "start", style?: LineStyle): void {
    const line = new RichLine(source, style ?? { size: SIZES.note });
    this.write(line, x, y - line.size / 2 + baseOf(line.size) - 1, anchor, style === undefined);
  }

  /** A small square, as one token of a sequence. */
  token(rect: Rect, role: Role): void {
    const { fill, line } = this.palette.roles[role];
    this.boxes.push(rectMarkup(rect, 0.8, fill, line, 0.5));
  }

  /** A thin dashed line, for what enlarges something. */
  guide(from: Point, to: Point): void {
    const d = roundNumbers(`M${from.x} ${from.y}L${to.x} ${to.y}`);
    this.frames.push(
      `<path d="${d}" fill="none" stroke="${this.palette.muted}" stroke-width="0.75" stroke-dasharray="2,2"/>`,
    );
  }

  /** The drawing; `left` moves all of it to the right. */
  svg(
    title: string,
    { width, height, left }: { readonly width: number; readonly height: number; readonly left: number },
  ): string {
    const size = roundNumbers(`width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`);
    const move = left === 0 ? "" : ` transform="${roundNumbers(`translate(${left},0)`)}"`;
    const content = [...this.frames, ...this.lines, ...this.boxes, ...this.words].join("");
    return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}" ${size}><g font-family="${escapeXml(FIGURE_FONT)}"${move}>${content}</g></svg>`;
  }

  private write(line: RichLine, x: number, y: number, anchor: "start" | "middle" | "end", isMuted = false): void {
    const { text, muted } = this.palette;
    this.words.push(line.markup(x, y, anchor, isMuted ? muted : text, muted));
  }
}

function lineOf(words: Words): RichLine {
  if (typeof words === "string") return new RichLine(words, { size: SIZES.formula });
  if ("name" in words) return new RichLine(words.name, { size: SIZES.name, bold: true });
  return new RichLine(words.note, { size: SIZES.note });
}

/** An index below its line must not reach into the next one. */
function heightOf({ size, drop }: RichLine): number {
  return size * LEADING + Math.max(0, drop - size * (LEADING / 2 - 0.36) + 0.3);
}

/** Of a line's top, where its letters stand: capitals are in its middle. */
const baseOf = (size: number): number => size * (LEADING / 2 + 0.36);

function rectMarkup({ x, y, width, height }: Rect, corner: number, fill: string, line: string, stroke = 0.75): string {
  const place = roundNumbers(`x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}"`);
  return `<rect ${place} fill="${fill}" stroke="${line}" stroke-width="${stroke}"/>`;
}

function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let d = `M${first!.x} ${first!.y}`;
  rest.forEach((corner, i) => {
    const before = points[i]!;
    const after = points[i + 2];
    if (!after) {
      d += `L${corner.x} ${corner.y}`;
      return;
    }
    const turn = Math.min(TURN, distance(before, corner) / 2, distance(corner, after) / 2);
    const a = towards(corner, before, turn);
    const b = towards(corner, after, turn);
    d += `L${a.x} ${a.y}Q${corner.x} ${corner.y} ${b.x} ${b.y}`;
  });
  return d;
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

const towards = (from: Point, to: Point, by: number): Point =>
  point(from.x + Math.sign(to.x - from.x) * by, from.y + Math.sign(to.y - from.y) * by);
