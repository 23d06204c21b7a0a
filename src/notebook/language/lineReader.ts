/** A place in a text that moves on, and the lexical shapes of YAML at it. Blanks are spaces and tabs, as YAML has them. */
export class LineReader {
  protected at = 0;

  constructor(protected readonly text: string) {}

  /** A key with its colon at the start of a line's content. */
  protected keyAt(start: number): { length: number; colon: number } | null {
    const end = this.endOf(start);
    let at = start;
    const first = this.text[at]!;
    if (first === '"' || first === "'") {
      for (at++; at < end && this.text[at] !== first; at++) if (this.text[at] === "\\" && first === '"') at++;
      at++;
      while (at < end && this.isSpace(at)) at++;
      if (this.text[at] !== ":") return null;
    } else if ("{}[],&*!|>%@`#:".includes(first)) return null;
    for (; at < end; at++) {
      const char = this.text[at];
      if (char === "#" && this.isSpace(at - 1)) return null;
      if (char !== ":" || (at + 1 < end && !this.isSpace(at + 1))) continue;
      return { length: this.trimmed(start, at) - start, colon: at };
    }
    return null;
  }

  /** Moves behind the closing quote, or to the end of a text that has none. */
  protected quoted(quote: string): boolean {
    for (this.at++; this.at < this.text.length; this.at++) {
      const char = this.text[this.at];
      if (char === "\\" && quote === '"') this.at++;
      else if (char === quote && quote === "'" && this.text[this.at + 1] === "'") this.at++;
      else if (char === quote) {
        this.at++;
        return true;
      }
    }
    this.at = this.text.length;
    return false;
  }

  protected plainEnd(): number {
    const end = this.endOf(this.at);
    const comment = /[ \t]#/.exec(this.text.slice(this.at, end));
    return comment ? this.at + comment.index : end;
  }

  protected plainEndInFlow(): number {
    const rest = this.text.slice(this.at, this.endOf(this.at));
    const match = /[,[\]{}]|:(?=[ \t,[\]{}]|$)|[ \t]#/.exec(rest);
    return this.at + (match ? match.index : rest.length);
  }

  /** Where the line ends that holds an offset. */
  protected endOf(offset: number): number {
    const match = /[\r\n]/g;
    match.lastIndex = offset;
    return match.exec(this.text)?.index ?? this.text.length;
  }

  protected blanks(): number {
    const start = this.at;
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at++;
    return this.at - start;
  }

  protected atBreak(): boolean {
    const char = this.text[this.at];
    return char === undefined || char === "\n" || char === "\r";
  }

  protected lineBreak(): void {
    if (this.text[this.at] === "\r" && this.text[this.at + 1] === "\n") this.at += 2;
    else if (this.at < this.text.length) this.at++;
  }

  protected isSpace(offset: number): boolean {
    const char = this.text[offset];
    return char === " " || char === "\t" || char === "\n" || char === "\r";
  }

  /** Where what stands between two places ends without the blanks behind it. */
  protected trimmed(start: number, end: number): number {
    let at = end;
    while (at > start && this.isSpace(at - 1)) at--;
    return at;
  }
}
