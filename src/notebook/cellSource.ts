import { readInfo } from "./fences";
import type { Span } from "./findings";
import type { HglCell } from "./notebook";

/**
 * An `hgl` cell as the editor shows it: its header line, then its YAML.
 *
 *     ```hgl train #base {folded}        train #base {folded}
 *     data: ucla                  <->    data: ucla
 *     ```
 *
 * All places are UTF-16 units of the source, whatever its line endings.
 */
export interface CellSource {
  /** Empty when the source names none. */
  readonly kind: string;
  /** Without the `#`; null when the header names none. */
  readonly id: string | null;
  /** Whatever else stands in the header, its words divided by one space. */
  readonly attributes: string;
  /** The YAML, with the source's own line endings. */
  readonly text: string;
  /** Where the YAML begins. */
  readonly textOffset: number;
  /** The header line without its ending; of no length when the source has none. */
  readonly headerSpan: Span;
  readonly kindSpan: Span | null;
  /** The id without its `#`. */
  readonly idSpan: Span | null;
}

/** Reads any text. A first line that is no header is YAML already, and the kind is then empty. */
export function readCellSource(source: string): CellSource {
  const line = /^[^\r\n]*/.exec(source)![0];
  const written = headerIn(line);
  if (written === null) {
    const headerSpan = { offset: 0, length: 0 };
    return {
      kind: "",
      id: null,
      attributes: "",
      text: source,
      textOffset: 0,
      headerSpan,
      kindSpan: null,
      idSpan: null,
    };
  }
  const { kind, id, attributes } = readInfo(`hgl ${written.text}`);
  const ending = /^(?:\r\n|\n|\r)?/.exec(source.slice(line.length, line.length + 2))![0];
  const textOffset = line.length + ending.length;
  const idAt = id === null ? -1 : hashWord(written.text) + 1;
  return {
    kind,
    id,
    attributes,
    text: source.slice(textOffset),
    textOffset,
    headerSpan: { offset: 0, length: line.length },
    kindSpan: kind === "" ? null : { offset: written.offset, length: kind.length },
    idSpan: id === null ? null : { offset: written.offset + idAt, length: id.length },
  };
}

/** The source that `readCellSource` reads back as these values. */
export function writeCellSource(cell: Pick<HglCell, "kind" | "id" | "attributes" | "text">): string {
  const { text } = cell;
  const words = [cell.kind, cell.id === null ? "" : `#${cell.id}`, cell.attributes].filter((word) => word !== "");
  const plain = words.join(" ");
  if (plain === "") return headerIn(/^[^\r\n]*/.exec(text)![0]) === null || text === "" ? text : `\n${text}`;
  const header = isPlain(plain) ? plain : `hgl ${plain}`;
  return text === "" ? header : `${header}\n${text}`;
}

/** The words of a header line and where they begin; null when the line is YAML. A blank line is a header without words. */
function headerIn(line: string): { text: string; offset: number } | null {
  const text = line.trim();
  const offset = line.length - line.trimStart().length;
  if (text === "") return { text, offset: line.length };
  const marked = /^hgl(?:\s+|$)/.exec(text);
  if (marked) return { text: text.slice(marked[0].length), offset: offset + marked[0].length };
  return isPlain(text) ? { text, offset } : null;
}

/** Whether words are a header without the mark `hgl`, which tells every other one from YAML. */
function isPlain(words: string): boolean {
  if (/^#[A-Za-z][\w-]*$/.test(words)) return true;
  const kind = /^\p{L}[\p{L}\p{N}_-]*(?=\s|$)/u.exec(words)?.[0];
  if (kind === undefined || kind === "hgl") return false;
  const rest = words.slice(kind.length).trimStart();
  return rest.startsWith("#") || !rest.includes(":");
}

/** Where the first word that begins with `#` stands. */
function hashWord(words: string): number {
  return words.startsWith("#") ? 0 : /\s#/.exec(words)!.index + 1;
}
