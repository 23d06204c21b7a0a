import { readCellSource } from "../cellSource";
import type { Span } from "../findings";
import { entryAt } from "./edits";
import { scan } from "./scan";

/**
 * Where a key stands in a cell's source, or an item of its list ("widths.2" is the third); where it is not written, the key that it follows
 * from (`preset`), else the first line.
 */
export function keyPlace(source: string, key: string): Span {
  const { text, textOffset } = readCellSource(source);
  const read = scan(text);
  const [name, item] = key.split(".") as [string, string?];
  const entry =
    (item === undefined ? null : entryAt(read, [name, Number(item)])) ??
    entryAt(read, [name]) ??
    entryAt(read, ["preset"]);
  const at = entry && (entry.key ?? entry.value);
  return at ? { offset: textOffset + at.offset, length: at.length } : { offset: 0, length: 0 };
}
