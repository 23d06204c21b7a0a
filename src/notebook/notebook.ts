import type { Line } from "./lines";
import { splitLines } from "./lines";

/** The newest format version this code reads and the one it writes. */
export const FORMAT_VERSION = 1;

/** Everything a `.hgl.md` file says, cut into pieces that concatenate to the file's text again. */
export interface Notebook {
  readonly bom: boolean;
  readonly frontMatter: FrontMatter | null;
  readonly cells: readonly Cell[];
  /** Blank and separator lines after the last cell. */
  readonly tail: string;
  /** The ending that added lines get. */
  readonly eol: string;
  /** Whether the file's last line has an ending; inside, every piece ends with one. */
  readonly finalNewline: boolean;
}

export interface FrontMatter {
  /** Both `---` lines and all between them. */
  readonly raw: string;
  readonly format: number | null;
  readonly id: string | null;
  readonly title: string | null;
  /** Values that cells of a kind take where they say nothing themselves. */
  readonly defaults: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type Cell = ProseCell | HglCell;

export interface ProseCell {
  readonly type: "prose";
  /** Blank and separator lines before the cell. */
  readonly before: string;
  readonly raw: string;
  /** The Markdown with LF endings and without the last one. */
  readonly text: string;
}

export interface HglCell {
  readonly type: "hgl";
  readonly before: string;
  /** The opening fence line with its ending. */
  readonly open: string;
  readonly body: string;
  readonly close: string;
  /** The word after `hgl`, empty when there is none. */
  readonly kind: string;
  /** Without the `#`; null when the fence names none. */
  readonly id: string | null;
  /** Whatever else stands in the info string. */
  readonly attributes: string;
  /** The YAML with LF endings, without the fence's indentation and the last ending. */
  readonly text: string;
}

export function rawOf(cell: Cell): string {
  return cell.type === "prose" ? cell.raw : cell.open + cell.body + cell.close;
}

/** Where each cell's own first line starts in the printed text, in characters from 0. */
export function cellOffsets(notebook: Notebook): number[] {
  let offset = (notebook.bom ? 1 : 0) + (notebook.frontMatter?.raw.length ?? 0);
  return notebook.cells.map((cell) => {
    const start = offset + cell.before.length;
    offset = start + rawOf(cell).length;
    return start;
  });
}

export function indentOf(cell: HglCell): number {
  return /^ */.exec(cell.open)![0].length;
}

/** A body line as the cell language sees it: CommonMark takes up to the fence's own indentation off. */
export function dedent(line: string, indent: number): string {
  let spaces = 0;
  while (spaces < indent && line[spaces] === " ") spaces++;
  return line.slice(spaces);
}

export function bodyText(lines: readonly Line[], indent: number): string {
  return lines.map((line) => dedent(line.text, indent)).join("\n");
}

/** Maps an offset in `cell.text` to one in the body's raw text. */
export function bodyOffset(cell: HglCell, textOffset: number): number {
  const indent = indentOf(cell);
  let left = textOffset;
  let last = 0;
  for (const line of splitLines(cell.body)) {
    const seen = dedent(line.text, indent);
    if (left <= seen.length) return line.offset + (line.text.length - seen.length) + left;
    left -= seen.length + 1;
    last = line.offset + line.text.length;
  }
  return last;
}
