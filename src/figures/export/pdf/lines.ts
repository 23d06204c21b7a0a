/** How a stretch of text is set: sizes in points, colours as #rrggbb. */
export interface TextStyle {
  readonly font: "regular" | "bold" | "italic" | "mono";
  readonly size: number;
  readonly colour: string;
  readonly strike?: boolean;
  readonly link?: string;
}

export interface StyledText {
  readonly text: string;
  readonly style: TextStyle;
}

/** A piece of a line, `x` points from the line's left end. */
export interface Piece extends StyledText {
  readonly x: number;
  readonly width: number;
}

export interface TextLine {
  readonly pieces: readonly Piece[];
  readonly width: number;
}

/** The width of a text in points. */
export type Measure = (text: string, style: TextStyle) => number;

/** Scripts that break between any two characters. */
const IDEOGRAPH = /[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]/u;

/** Texts in lines no wider than `width`; a word that is wider by itself is cut. A line feed begins a line. */
export function breakLines(texts: readonly StyledText[], width: number, measure: Measure): TextLine[] {
  const lines: TextLine[] = [];
  let line = new OpenLine(measure);
  const end = (): void => {
    lines.push(line.closed());
    line = new OpenLine(measure);
  };
  for (const unit of unitsOf(texts)) {
    if (unit === "break") {
      end();
      continue;
    }
    if (line.width + line.widthOf(unit) > width && !line.empty && !isBlank(unit)) end();
    if (isBlank(unit)) {
      if (!line.empty) line.add(unit);
    } else if (line.widthOf(unit) <= width) line.add(unit);
    else
      for (const char of unit.flatMap(({ text, style }) => [...text].map((one) => ({ text: one, style })))) {
        if (line.width + measure(char.text, char.style) > width && !line.empty) end();
        line.add([char]);
      }
  }
  if (!line.empty || lines.length === 0) end();
  return lines;
}

type Unit = readonly StyledText[];

/** Words, which may be of several manners, blanks, and forced ends of lines. */
function unitsOf(texts: readonly StyledText[]): (Unit | "break")[] {
  const units: (Unit | "break")[] = [];
  let word: StyledText[] = [];
  const endWord = (): void => {
    if (word.length > 0) units.push(word);
    word = [];
  };
  for (const { text, style } of texts)
    for (const part of text.match(/\n|[^\S\n\u00a0]+|[\S\u00a0]+/g) ?? []) {
      if (part === "\n" || /^[^\S\u00a0]/.test(part)) {
        endWord();
        units.push(part === "\n" ? "break" : [{ text: " ", style }]);
        continue;
      }
      for (const piece of part.split(new RegExp(`(${IDEOGRAPH.source})`, "u")).filter((one) => one !== "")) {
        if (IDEOGRAPH.test(piece)) endWord();
        word.push({ text: piece, style });
        if (IDEOGRAPH.test(piece)) endWord();
      }
    }
  endWord();
  return units;
}

function isBlank(unit: Unit): boolean {
  return unit.length === 1 && unit[0]!.text === " ";
}

class OpenLine {
  private pieces: Piece[] = [];
  width = 0;

  constructor(private readonly measure: Measure) {}

  get empty(): boolean {
    return this.pieces.length === 0;
  }

  widthOf(unit: Unit): number {
    return unit.reduce((sum, { text, style }) => sum + this.measure(text, style), 0);
  }

  /** Neighbours of one manner become one piece, so that they can be searched and copied as one. */
  add(unit: Unit): void {
    for (const { text, style } of unit) {
      const last = this.pieces.at(-1);
      if (last?.style === style) {
        const joined = last.text + text;
        const width = this.measure(joined, style);
        this.pieces[this.pieces.length - 1] = { ...last, text: joined, width };
        this.width = last.x + width;
      } else {
        const width = this.measure(text, style);
        this.pieces.push({ text, style, x: this.width, width });
        this.width += width;
      }
    }
  }

  closed(): TextLine {
    const last = this.pieces.at(-1);
    if (!last || !last.text.endsWith(" ")) return { pieces: this.pieces, width: this.width };
    const text = last.text.trimEnd();
    const kept = text === "" ? [] : [{ ...last, text, width: this.measure(text, last.style) }];
    const pieces = [...this.pieces.slice(0, -1), ...kept];
    const end = pieces.at(-1);
    return { pieces, width: end ? end.x + end.width : 0 };
  }
}

/** Text as it stands, in type whose letters have one width; a line that is too long goes on below, indented. */
export function breakCode(texts: readonly StyledText[], columns: number): StyledText[][] {
  const lines: StyledText[][] = [[]];
  let column = 0;
  for (const { text, style } of texts)
    for (const char of text.replaceAll("\t", "    ").replaceAll("\r", "")) {
      if (char === "\n") {
        lines.push([]);
        column = 0;
        continue;
      }
      if (column >= columns) {
        lines.push([{ text: "  ", style }]);
        column = 2;
      }
      const line = lines.at(-1)!;
      const last = line.at(-1);
      if (last?.style === style) line[line.length - 1] = { text: last.text + char, style };
      else line.push({ text: char, style });
      column++;
    }
  return lines;
}
