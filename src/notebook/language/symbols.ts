import { readCellSource } from "../cellSource";
import type { Span } from "../findings";
import { endOf } from "./edits";
import type { Entry } from "./scan";
import { scan } from "./scan";

/** An entry of the outline. */
export interface CellSymbol {
  readonly name: string;
  readonly detail: string;
  readonly type: "cell" | "key";
  /** All of it. */
  readonly span: Span;
  /** Its name. */
  readonly selection: Span;
  readonly children: readonly CellSymbol[];
}

/** The outline of a cell: its header, which holds its keys, which hold theirs; in places of the source. */
export function symbolsOf(source: string): CellSymbol[] {
  const { kind, id, text, textOffset, headerSpan } = readCellSource(source);
  const read = scan(text);
  const keys = read.entries.filter(({ key }) => key !== null);
  const symbol = (entry: Entry): CellSymbol => {
    const key = entry.key!;
    const value = text.slice(entry.value.offset, entry.value.offset + entry.value.length);
    const children = keys.filter(
      ({ path }) => path.length > entry.path.length && parentKeyOf(path) === entry.path.join("\0"),
    );
    return {
      name: String(entry.path.at(-1)) || '""',
      detail: children.length > 0 ? "" : value.split(/\r\n|\n|\r/, 1)[0]!,
      type: "key",
      span: { offset: textOffset + key.offset, length: Math.max(key.length, endOf(read, entry) - key.offset) },
      selection: { offset: textOffset + key.offset, length: key.length },
      children: children.map(symbol),
    };
  };
  const roots = keys.filter(({ path }) => path.length === 1).map(symbol);
  if (headerSpan.length === 0 || (kind === "" && id === null)) return roots;
  const name = id === null ? kind : `#${id}`;
  return [
    {
      name,
      detail: kind,
      type: "cell",
      span: { offset: 0, length: source.length },
      selection: headerSpan,
      children: roots,
    },
  ];
}

/** The path of the key that a key stands in, over list items. */
function parentKeyOf(path: Entry["path"]): string {
  let length = path.length - 1;
  while (length > 0 && typeof path[length - 1] === "number") length--;
  return path.slice(0, length).join("\0");
}
