import {
  drawMatrix,
  drawScale,
  HEADING,
  SCALE_HEIGHT,
  linesOf,
  number,
  textAt,
  TICK,
  type Matrix,
  type MatrixScale,
} from "./matrix";
import { escapeXml } from "./xml";
import type { Theme } from "./theme";
import { textWidth } from "./textWidth";

/** Matrices in rows and columns, all of one size, with one scale. */
export interface Panels {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly panels: readonly Panel[] }[];
  readonly scale: MatrixScale;
  /** The scale's values in words. */
  readonly words: (value: number) => string;
  /** Told beneath the matrices, each from a line of its own. */
  readonly notes: readonly (readonly string[])[];
}

export interface Panel {
  /** Null leaves the place empty. */
  readonly matrix: Matrix | null;
  /** Drawn in grey: no measurement. */
  readonly plain?: boolean;
  /** Ticks along both sides: where, in cells from the first one's edge, and what. */
  readonly ticks: { readonly down: readonly Tick[]; readonly across: readonly Tick[] };
  /** Hairlines between these cells and those before them. */
  readonly lines?: readonly number[];
}

export interface Tick {
  readonly at: number;
  readonly text: string;
  /** Which side of the place the text is on; its middle there unless told. */
  readonly end?: "start" | "end";
}

const GAP = 10;
const HEAD = 14;
const FOOT = 12;
const LINE = 10;
/** From a place to the line beneath its text. */
const RISE = { start: 7, middle: 2.8, end: 0 };

/** Room for the rows' names and for ticks so wide. */
const leftOf = (tick: number): number => 13 + Math.ceil(tick) + 5;

/** Side of each of so many matrices side by side, px. @param tick px of the widest tick */
export function sideOf(width: number, tick: number, count: number): number {
  return (width - leftOf(tick) - GAP * (count - 1) - 1) / count;
}

/** Draws panels exactly as wide as the column. Equal panels give equal bytes. */
export function drawPanels(panels: Panels, width: number, { palette }: Theme): string {
  const labels = panels.rows.flatMap(({ panels: own }) => own[0]?.ticks.down.map(({ text }) => text) ?? []);
  const widest = labels.reduce((most, label) => Math.max(most, textWidth(label, TICK)), 0);
  const left = leftOf(widest);
  const count = panels.columns.length;
  const side = sideOf(width, widest, count);
  const pitch = side + GAP;
  let svg = panels.columns
    .map((name, i) => {
      const x = left + i * (side + GAP) + side / 2;
      return textAt(name, x, 9, { size: HEADING, fill: palette.text, anchor: "middle" });
    })
    .join("");
  panels.rows.forEach(({ name, panels: own }, row) => {
    const top = HEAD + row * pitch;
    svg += textAt(name, 8, top + side / 2, { size: HEADING, fill: palette.text, anchor: "middle", turn: -90 });
    own.forEach((panel, column) => {
      const x = left + column * (side + GAP);
      if (panel.matrix)
        svg += drawPanel(
          panel,
          panel.matrix,
          { x, top, side, first: column === 0, last: row === panels.rows.length - 1 },
          panels,
          palette,
        );
    });
  });
  let y = HEAD + panels.rows.length * pitch + FOOT;
  svg += drawScale(panels.scale, left, y, palette, panels.words);
  y += SCALE_HEIGHT;
  for (const note of panels.notes)
    for (const line of linesOf(note, TICK, width)) {
      svg += textAt(line, 0, y + 8, { size: TICK, fill: palette.muted });
      y += LINE;
    }
  const height = Math.ceil(y + 2);
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(panels.title)}" width="${number(width)}" height="${height}" viewBox="0 0 ${number(width)} ${height}">${svg}</svg>`;
}

function drawPanel(
  { plain, ticks, lines = [] }: Panel,
  matrix: Matrix,
  place: {
    readonly x: number;
    readonly top: number;
    readonly side: number;
    readonly first: boolean;
    readonly last: boolean;
  },
  { scale }: Panels,
  palette: Theme["palette"],
): string {
  const { x, top, side, first, last } = place;
  const grey = { ...palette, confused: palette.confused.map(() => palette.muted) };
  const cells = drawMatrix(matrix, side, plain ? { signed: false, steps: [0.5] } : scale, plain ? grey : palette);
  const across = (cell: number) => (cell / matrix.columns) * side;
  const down = (cell: number) => (cell / matrix.rows) * side;
  const hairlines = lines
    .map((cell) => `M0 ${number(down(cell))}H${number(side)}M${number(across(cell))} 0V${number(side)}`)
    .join("");
  const frame = `<rect width="${number(side)}" height="${number(side)}" fill="none" stroke="${palette.muted}" stroke-width="0.75"/>`;
  const style = { size: TICK, fill: palette.muted };
  const words = [
    ...(first ? ticks.down : []).map(({ at, text, end }) =>
      textAt(text, -4, down(at) + RISE[end ?? "middle"], { ...style, anchor: "end" }),
    ),
    ...(last ? ticks.across : []).map(({ at, text, end = "middle" as const }) => {
      // The last number of the last panel has no room beyond it.
      const most = end === "middle" ? side - textWidth(text, TICK) / 2 : side;
      return textAt(text, Math.min(across(at), most), side + 10, { ...style, anchor: end });
    }),
  ];
  const rules = hairlines && `<path d="${hairlines}" fill="none" stroke="${palette.rule}" stroke-width="0.5"/>`;
  return `<g transform="translate(${number(x)},${number(top)})">${rules}${cells}${frame}${words.join("")}</g>`;
}
