/** One line of a text with the ending it was written with; the last line of a text may have none. */
export interface Line {
  readonly text: string;
  readonly eol: string;
  /** Where the line starts in the text it was split from. */
  readonly offset: number;
}

/** Splits at CRLF, LF and lone CR, as CommonMark, YAML and the editor all do; joining `text + eol` gives the input back. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const ending = /\r\n|\n|\r/g;
  let offset = 0;
  for (let match = ending.exec(text); match; match = ending.exec(text)) {
    lines.push({ text: text.slice(offset, match.index), eol: match[0], offset });
    offset = ending.lastIndex;
  }
  if (offset < text.length) lines.push({ text: text.slice(offset), eol: "", offset });
  return lines;
}

/** The ending most lines have (LF on a tie or without any), used for lines that are added. */
export function commonEol(lines: readonly Line[]): string {
  const counts = { "\n": 0, "\r\n": 0, "\r": 0 };
  for (const { eol } of lines) if (eol) counts[eol as keyof typeof counts]++;
  if (counts["\r\n"] > counts["\n"]) return counts["\r"] > counts["\r\n"] ? "\r" : "\r\n";
  return counts["\r"] > counts["\n"] ? "\r" : "\n";
}

export function joinLines(lines: readonly Pick<Line, "text" | "eol">[]): string {
  return joinPieces(lines.map((line) => line.text + line.eol));
}

/** Joins pieces that end their own lines. A CR and an LF that newly meet stay two endings, at the price of one more character. */
export function joinPieces(pieces: readonly string[]): string {
  return pieces
    .filter((piece) => piece !== "")
    .map((piece, i, kept) => (piece.endsWith("\r") && kept[i + 1]?.startsWith("\n") ? `${piece}\n` : piece))
    .join("");
}

/** The text with every ending written as LF. */
export function withLf(text: string): string {
  return text.replace(/\r\n|\r/g, "\n");
}

/** 1-based line numbers of offsets in one text. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = splitLines(text).map((line) => line.offset);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(1, low);
  };
}
