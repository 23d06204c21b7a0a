import type { Span } from "../findings";
import type { Path } from "../yaml";
import { LineReader } from "./lineReader";

/**
 * A key with its value, or an item of a list, as it stands in a text that need not parse.
 * Places are UTF-16 units of the scanned text.
 */
export interface Entry {
  /** Its own place: the last step is its key, or its number in a list. */
  readonly path: Path;
  /** Null for an item of a list. */
  readonly key: Span | null;
  /** From the value's first to its last unit without comment; empty and just after the colon where there is none. */
  readonly value: Span;
  /** Column of the key or of the item's dash; of no meaning in brackets. */
  readonly column: number;
  /** Whether it stands in `{}` or `[]`. */
  readonly flow: boolean;
}

/** What one would be typing at the end of the scanned text. */
export type Cursor =
  /** A key of the map at `path`; typed from `start` on. `fresh`: nothing but blanks stands before it in its line. */
  | { readonly at: "key"; readonly path: Path; readonly start: number; readonly flow: boolean; readonly fresh: boolean }
  /** The value at `path`. `glued`: the colon or dash before it lacks its space. */
  | {
      readonly at: "value";
      readonly path: Path;
      readonly start: number;
      readonly flow: boolean;
      readonly glued: boolean;
    }
  /** A comment, a block of text, or a place where nothing can follow. */
  | { readonly at: "nothing" };

/** Units of the text in their order: what formatting keeps, and between what it puts blanks. */
export interface Token {
  readonly type: "key" | "colon" | "scalar" | "dash" | "open" | "close" | "comma" | "comment" | "block";
  readonly offset: number;
  readonly length: number;
  /** Brackets around it. */
  readonly depth: number;
}

export interface Scan {
  readonly entries: readonly Entry[];
  readonly tokens: readonly Token[];
  readonly cursor: Cursor;
}

interface Draft {
  path: Path;
  key: Span | null;
  value: { offset: number; length: number };
  column: number;
  flow: boolean;
}

interface Block {
  readonly column: number;
  readonly entry: Draft;
  readonly dash: boolean;
  items: number;
}

interface Frame {
  readonly open: "{" | "[";
  readonly path: Path;
  /** The pair being read, once its colon stands, or the item. */
  pair: Draft | null;
  /** Entries to close with the bracket: the key whose value it is. */
  readonly owner: Draft | null;
  items: number;
  /** Whether the current item has a token already. */
  begun: boolean;
}

const NOTHING: Cursor = { at: "nothing" };

/** Brackets, and blocks, within one another: far above any cell's; what lies deeper is passed over. */
const DEEPEST = 60;

/**
 * Reads the YAML that cells are made of line by line, and makes the best of what is half typed: it never fails, and says nothing about
 * what is right. Anchors, tags, complex keys and directives, which cells do not allow, are scalars to it.
 */
export function scan(text: string): Scan {
  return new Scanner(text).run();
}

class Scanner extends LineReader {
  private readonly entries: Draft[] = [];
  private readonly tokens: Token[] = [];
  private readonly blocks: Block[] = [];
  private readonly frames: Frame[] = [];
  private readonly counts = new Map<string, number>();
  private cursor: Cursor = { at: "key", path: [], start: 0, flow: false, fresh: true };

  run(): Scan {
    while (this.at < this.text.length) {
      if (this.frames.length > DEEPEST || this.blocks.length > DEEPEST) {
        this.cursor = NOTHING;
        break;
      }
      if (this.frames.length > 0) this.flow();
      else this.line();
    }
    return { entries: this.entries, tokens: this.tokens, cursor: this.cursor };
  }

  /** One line outside brackets, or its part up to a bracket. */
  private line(): void {
    const start = this.at;
    this.blanks();
    const column = this.at - start;
    if (this.atBreak()) {
      // An empty line ends nothing; where the text ends, its blanks say what one is about to type.
      if (this.at < this.text.length) return this.endOfLine();
      this.popTo(column, false);
      return this.keyCursor(this.at);
    }
    if (this.text[this.at] === "#") return this.comment();
    this.content(column);
  }

  /** What stands in a line from `column` on: dashes, then a key with its value, or a lone scalar. */
  private content(column: number): void {
    const start = this.at - column;
    while (
      this.text[this.at] === "-" &&
      this.blocks.length <= DEEPEST &&
      (this.at + 1 === this.text.length || this.isSpace(this.at + 1))
    ) {
      column = this.at - start;
      this.popTo(column, true);
      const parent = this.parent();
      const path = [...parent, this.nextItem(parent)];
      this.push("dash", this.at++, 1);
      this.begin({ path, key: null, value: { offset: this.at, length: 0 }, column, flow: false }, column, true);
      const glued = this.blanks() === 0;
      this.cursor = { at: "value", path, start: this.at, flow: false, glued };
      if (this.atBreak()) return this.endOfLine();
      if (this.text[this.at] === "#") return this.comment();
    }
    column = this.at - start;
    this.popTo(column, false);
    const parent = this.parent();
    const offset = this.at;
    const key = this.keyAt(offset);
    if (key === null) return this.lone(parent);
    const path = [...parent, unquoted(this.text.slice(offset, offset + key.length))];
    this.push("key", offset, key.length);
    this.push("colon", key.colon, 1);
    this.at = key.colon + 1;
    const value = { offset: this.at, length: 0 };
    this.keyValue(this.begin({ path, key: { offset, length: key.length }, value, column, flow: false }, column, false));
  }

  /** The value after a key's colon, as far as this line. */
  private keyValue(entry: Draft): void {
    const glued = this.blanks() === 0;
    const start = this.at;
    this.cursor = { at: "value", path: entry.path, start, flow: entry.flow, glued };
    if (this.atBreak()) return this.endOfLine();
    const first = this.text[start]!;
    if (first === "#" && !glued) return this.comment();
    if (first === "|" || first === ">") return this.blockText(entry);
    if (first === "{" || first === "[") return this.open(entry, entry.path);
    this.scalar(entry.path, entry, false);
  }

  /** A scalar in a line without a key: a key being typed, an item's value, or the rest of a longer scalar. */
  private lone(parent: Path): void {
    const start = this.at;
    const item = this.blocks.at(-1);
    const first = this.text[start]!;
    const inItem = item?.dash === true && item.entry.value.length === 0;
    const owner = item !== undefined && item.entry.value.length === 0 ? item.entry : null;
    if (first === "{" || first === "[") return this.open(owner, owner?.path ?? []);
    if (inItem) return this.scalar(item.entry.path, item.entry, false);
    this.scalar(parent, null, false);
    if (this.at === this.text.length && this.cursor.at === "value")
      this.cursor = { at: "key", path: parent, start, flow: false, fresh: true };
  }

  /** Reads a plain or quoted scalar; the cursor behind it is in a value, until `lone` or `flow` knows better. */
  private scalar(path: Path, entry: Draft | null, flow: boolean): void {
    const start = this.at;
    const quote = this.text[start];
    const cursor: Cursor = { at: "value", path, start, flow, glued: false };
    const glued = this.cursor.at === "value" && this.cursor.start === start && this.cursor.glued;
    if (quote === '"' || quote === "'") {
      const closed = this.quoted(quote);
      this.push("scalar", start, this.at - start);
      if (entry) this.give(entry, start, this.at);
      this.cursor = closed ? NOTHING : cursor;
      if (flow) return;
      return this.afterValue();
    }
    const end = flow ? this.plainEndInFlow() : this.plainEnd();
    const valueEnd = this.trimmed(start, end);
    this.push("scalar", start, valueEnd - start);
    if (entry) this.give(entry, start, valueEnd);
    this.at = end;
    this.cursor = { ...cursor, glued };
    if (!flow) this.afterValue();
  }

  /** Blanks, a comment and the line's end, after a value that is complete. */
  private afterValue(): void {
    this.blanks();
    if (this.text[this.at] === "#" && this.isSpace(this.at - 1)) return this.comment();
    if (this.atBreak()) return this.endOfLine();
    // What follows a closed bracket or quote belongs nowhere; it is kept as a scalar, so that nothing is lost.
    const start = this.at;
    while (!this.atBreak()) this.at++;
    this.push("scalar", start, this.trimmed(start, this.at) - start);
    this.cursor = NOTHING;
    this.endOfLine();
  }

  private open(owner: Draft | null, path: Path): void {
    const open = this.text[this.at] as "{" | "[";
    this.push("open", this.at, 1);
    this.frames.push({ open, path, pair: null, owner, items: 0, begun: false });
    if (owner) owner.value = { offset: this.at, length: this.text.length - this.at };
    this.at++;
    this.flowCursor(this.at);
  }

  /** One step inside brackets. */
  private flow(): void {
    const frame = this.frames.at(-1)!;
    const before = this.at;
    while (this.isSpace(this.at)) this.at++;
    const spaced = this.at > before || this.cursor.at === "nothing";
    if (this.at >= this.text.length) {
      if (this.at > before && !frame.begun) this.flowCursor(this.at);
      else if (frame.pair && frame.pair.value.length === 0 && this.at > before)
        this.cursor = { at: "value", path: frame.pair.path, start: this.at, flow: true, glued: false };
      return;
    }
    const char = this.text[this.at]!;
    if (char === ":" && this.plainEndInFlow() === this.at) {
      // A colon without a key before it.
      this.push("scalar", this.at++, 1);
      this.cursor = NOTHING;
      return;
    }
    if (char === "#" && (this.at === 0 || this.isSpace(this.at - 1))) return this.comment();
    if (char === ",") {
      this.push("comma", this.at++, 1);
      frame.pair = null;
      frame.begun = false;
      frame.items++;
      return this.flowCursor(this.at);
    }
    if (char === "}" || char === "]") {
      // The wrong bracket closes as well: what follows is then read as what it most likely is.
      this.frames.pop();
      this.push("close", this.at++, 1);
      if (frame.owner) this.give(frame.owner, frame.owner.value.offset, this.at);
      this.cursor = NOTHING;
      if (this.frames.length === 0) this.afterValue();
      return;
    }
    if (frame.pair === null && frame.open === "{") return this.flowKey(frame);
    const entry = (frame.pair ??= this.item([...frame.path, frame.items]));
    const { path } = entry;
    frame.begun = true;
    if (char === "{" || char === "[") return this.open(entry, path);
    if (entry.value.length > 0) return this.scalar(path, null, true);
    if (!spaced && this.cursor.at === "value" && this.cursor.start !== this.at)
      this.cursor = { at: "value", path, start: this.at, flow: true, glued: true };
    this.scalar(path, entry, true);
  }

  private flowKey(frame: Frame): void {
    const start = this.at;
    const char = this.text[start]!;
    frame.begun = true;
    if (char === "{" || char === "[") return this.open(null, frame.path);
    if (char === '"' || char === "'") this.quoted(char);
    else this.at = this.plainEndInFlow();
    const length = this.trimmed(start, this.at) - start;
    let colon = this.at;
    while (colon < this.text.length && /[ \t]/.test(this.text[colon]!)) colon++;
    if (this.text[colon] !== ":") {
      this.push("scalar", start, length);
      this.cursor = { at: "key", path: frame.path, start, flow: true, fresh: false };
      return;
    }
    this.push("key", start, length);
    this.push("colon", colon, 1);
    this.at = colon + 1;
    const path = [...frame.path, unquoted(this.text.slice(start, start + length))];
    const glued = !this.isSpace(this.at);
    frame.pair = {
      path,
      key: { offset: start, length },
      value: { offset: this.at, length: 0 },
      column: 0,
      flow: true,
    };
    this.entries.push(frame.pair);
    this.cursor = { at: "value", path, start: this.at, flow: true, glued };
  }

  private item(path: Path): Draft {
    const entry: Draft = { path, key: null, value: { offset: this.at, length: 0 }, column: 0, flow: true };
    this.entries.push(entry);
    return entry;
  }

  private flowCursor(start: number): void {
    const frame = this.frames.at(-1)!;
    this.cursor =
      frame.open === "{"
        ? { at: "key", path: frame.path, start, flow: true, fresh: false }
        : { at: "value", path: [...frame.path, frame.items], start, flow: true, glued: false };
  }

  /** `|` or `>` and the lines that are deeper than their key. */
  private blockText(entry: Draft): void {
    const start = this.at;
    while (!this.atBreak()) this.at++;
    let end = this.at;
    this.lineBreak();
    while (this.at < this.text.length) {
      const line = /^([ ]*)([^\r\n]*)/.exec(this.text.slice(this.at, this.endOf(this.at)))!;
      if (line[2] !== "" && line[1]!.length <= entry.column) break;
      this.at += line[0].length;
      if (line[2] !== "") end = this.at;
      this.lineBreak();
    }
    this.push("block", start, end - start);
    this.give(entry, start, end);
    this.cursor = NOTHING;
    if (this.at === this.text.length && this.at > end) {
      this.popTo(0, false);
      this.keyCursor(this.at);
    }
  }

  private comment(): void {
    const start = this.at;
    while (!this.atBreak()) this.at++;
    this.push("comment", start, this.trimmed(start, this.at) - start);
    this.cursor = NOTHING;
    this.endOfLine();
  }

  /** Takes the line break, if one is here; behind it a new line is typed. */
  private endOfLine(): void {
    if (this.at >= this.text.length) return;
    this.lineBreak();
    if (this.at < this.text.length) return;
    if (this.frames.length > 0) {
      const frame = this.frames.at(-1)!;
      if (!frame.begun) this.flowCursor(this.at);
      return;
    }
    this.popTo(0, false);
    this.keyCursor(this.at);
  }

  private keyCursor(start: number): void {
    this.cursor = { at: "key", path: this.parent(), start, flow: false, fresh: true };
  }

  /** Leaves the blocks that a line at `column` cannot belong to; a dash may stand at the column of its key. */
  private popTo(column: number, dash: boolean): void {
    for (let top = this.blocks.at(-1); top; top = this.blocks.at(-1)) {
      const holds = dash && !top.dash ? top.column <= column : top.column < column;
      if (holds && (top.entry.value.length === 0 || top.items > 0)) return;
      this.blocks.pop();
    }
  }

  private parent(): Path {
    return this.blocks.at(-1)?.entry.path ?? [];
  }

  private begin(entry: Draft, column: number, dash: boolean): Draft {
    const top = this.blocks.at(-1);
    if (top) top.items++;
    this.entries.push(entry);
    this.blocks.push({ column, entry, dash, items: 0 });
    return entry;
  }

  /** A value's place; the keys it stands under, in blocks, reach as far. */
  private give(entry: Draft, from: number, to: number): void {
    entry.value = { offset: from, length: to - from };
  }

  private nextItem(parent: Path): number {
    const key = parent.join("\u0000");
    const next = this.counts.get(key) ?? 0;
    this.counts.set(key, next + 1);
    return next;
  }

  private push(type: Token["type"], offset: number, length: number): void {
    const depth = this.frames.length;
    this.tokens.push({ type, offset, length, depth });
  }
}

/** A key's or value's text without its quotes. */
export function unquoted(text: string): string {
  const quote = text[0];
  if ((quote !== '"' && quote !== "'") || text.length < 2 || text.at(-1) !== quote) return text;
  const inner = text.slice(1, -1);
  return quote === "'" ? inner.replace(/''/g, "'") : inner.replace(/\\(["\\/])/g, "$1");
}

export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}
