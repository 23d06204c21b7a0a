import { readCellSource, writeCellSource } from "../cellSource";
import { readYaml } from "../yaml";
import { startOfLine } from "./edits";
import type { Scan, Token } from "./scan";
import { scan } from "./scan";

/** Where a block's lines stood and where they are to stand. */
interface Level {
  readonly column: number;
  readonly fresh: number;
  readonly dash: boolean;
}

/**
 * The cell with even spacing: two columns a level, one blank behind colons, commas and inside braces, at most one empty line in a row, none
 * at either end, no blanks at the ends of lines. Comments, order and values stay. A text that does not parse, or of which anything would be
 * lost, is returned as it is; formatting twice is formatting once.
 */
export function formatCell(source: string): string {
  const read = readCellSource(source);
  const eol = /\r\n|\n|\r/.exec(source)?.[0] ?? "\n";
  const text = formatYaml(read.text.replace(/\r\n|\r/g, "\n"));
  if (text === null) return source;
  const written = writeCellSource({ ...read, text })
    .split("\n")
    .join(eol);
  const again = readCellSource(written);
  const same = again.kind === read.kind && again.id === read.id && again.attributes === read.attributes;
  return same && again.text === text.split("\n").join(eol) ? written : source;
}

/** Null where the text cannot be formatted without changing what it says. */
function formatYaml(text: string): string | null {
  const before = readYaml(text);
  if (!before.readable || before.problems.some(({ finding }) => finding.code === "several-documents")) return null;
  const read = scan(text);
  const written = new Writer(text, read).write();
  if (written === null || written === text) return written;
  const after = readYaml(written);
  const kept =
    after.readable &&
    sameValue(before.value, after.value) &&
    same(
      before.problems.map(({ finding }) => finding.code),
      after.problems.map(({ finding }) => finding.code),
    ) &&
    same(commentsOf(text, read), commentsOf(written, scan(written)));
  return kept ? written : null;
}

/** Puts the tokens of a text behind one another with the blanks and line breaks they should have. */
class Writer {
  private readonly levels: Level[] = [];
  private out = "";
  /** Column at which the line stands that opened the outermost bracket. */
  private flowColumn = 0;

  constructor(
    private readonly text: string,
    private readonly read: Scan,
  ) {}

  write(): string | null {
    const { tokens } = this.read;
    let end = 0;
    for (const [i, token] of tokens.entries()) {
      const gap = this.text.slice(end, token.offset);
      if (!/^[ \t\n]*$/.test(gap)) return null;
      const breaks = gap.split("\n").length - 1;
      if (i === 0 || breaks > 0) {
        this.out += i === 0 ? "" : "\n".repeat(Math.min(breaks, 2));
        this.out += " ".repeat(this.columnOf(token, i));
      } else {
        this.out += this.between(tokens[i - 1]!, token, gap);
        if (token.depth === 0 && token.type === "key") this.enter(token, false);
        if (token.depth === 0 && token.type === "dash") this.enter(token, true);
      }
      this.out +=
        token.type === "block" ? this.block(token) : this.text.slice(token.offset, token.offset + token.length);
      end = token.offset + token.length;
    }
    if (!/^[ \t\n]*$/.test(this.text.slice(end))) return null;
    return tokens.at(-1)?.type === "block" && end < this.text.length ? `${this.out}\n` : this.out;
  }

  /** The column of a token that begins a line. */
  private columnOf(token: Token, index: number): number {
    if (token.depth > 0 || token.type === "close") return this.flowColumn + 2 * token.depth;
    if (token.type === "comment") return this.columnOfComment(token, index);
    const column = this.column(token);
    if (token.type === "key" || token.type === "dash") return this.enter(token, token.type === "dash");
    this.leave(column, false);
    return this.below();
  }

  /** A comment stands with the block whose column it has, or else with the line that follows it. */
  private columnOfComment(token: Token, index: number): number {
    const column = this.column(token);
    const next = this.read.tokens.slice(index + 1).find(({ type }) => type !== "comment");
    const nextColumn = next && next.depth === 0 ? this.column(next) : null;
    if (next && nextColumn === column) {
      const levels = [...this.levels];
      const fresh = next.type === "key" || next.type === "dash" ? this.enter(next, next.type === "dash") : this.below();
      this.levels.splice(0, this.levels.length, ...levels);
      return fresh;
    }
    const level = this.levels.findLast((one) => one.column <= column);
    if (!level) return 0;
    return level.column === column ? level.fresh : level.fresh + 2;
  }

  /** Takes a key or dash among the levels and gives its column. */
  private enter(token: Token, dash: boolean): number {
    const column = this.column(token);
    this.leave(column, dash);
    const fresh = this.below();
    this.levels.push({ column, fresh, dash });
    this.flowColumn = fresh;
    return fresh;
  }

  private leave(column: number, dash: boolean): void {
    for (let top = this.levels.at(-1); top; top = this.levels.at(-1)) {
      if (top.column < column || (dash && !top.dash && top.column === column)) return;
      this.levels.pop();
    }
  }

  private below(): number {
    const top = this.levels.at(-1);
    return top ? top.fresh + 2 : 0;
  }

  private between(left: Token, right: Token, gap: string): string {
    if (right.type === "comment") return gap === "" ? " " : gap.replace(/\t/g, " ");
    if (right.type === "colon" || right.type === "comma") return "";
    if (left.type === "open" && right.type === "close") return "";
    if (left.type === "open") return this.text[left.offset] === "{" ? " " : "";
    if (right.type === "close") return this.text[right.offset] === "}" ? " " : "";
    return " ";
  }

  /** A block of text, its lines moved as far as its key. */
  private block(token: Token): string {
    const [head, ...lines] = this.text.slice(token.offset, token.offset + token.length).split("\n");
    const level = this.levels.at(-1);
    const by = level ? level.fresh - level.column : 0;
    const moved = lines.map((line) =>
      by >= 0
        ? line.trim() === ""
          ? line
          : " ".repeat(by) + line
        : line.startsWith(" ".repeat(-by))
          ? line.slice(-by)
          : line,
    );
    return [head, ...moved].join("\n");
  }

  private column({ offset }: Token): number {
    return offset - startOfLine(this.text, offset);
  }
}

function commentsOf(text: string, { tokens }: Scan): string[] {
  return tokens
    .filter(({ type }) => type === "comment")
    .map(({ offset, length }) => text.slice(offset, offset + length));
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Equality of plain values, key order included; a number that is none equals itself. */
function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    left.length === right.length &&
    left.every(([key, value], i) => key === right[i]![0] && sameValue(value, right[i]![1]))
  );
}
