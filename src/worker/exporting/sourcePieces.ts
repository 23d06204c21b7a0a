import type { SourcePiece } from "../../figures/export/input";
import { readCellSource, writeCellSource } from "../../notebook/cellSource";
import { scan, type Token } from "../../notebook/language/scan";
import type { HglCell } from "../../notebook/notebook";

const ROLES: Partial<Record<Token["type"], SourcePiece["role"]>> = {
  key: "key",
  scalar: "value",
  block: "value",
  comment: "comment",
};

/** A cell's text as the editor shows it, cut where its colour changes. */
export function sourcePieces(cell: HglCell): SourcePiece[] {
  const source = writeCellSource(cell);
  const { kindSpan, idSpan, text, textOffset } = readCellSource(source);
  const marked = [
    ...(kindSpan ? [{ role: "kind" as const, ...kindSpan }] : []),
    // With its "#".
    ...(idSpan ? [{ role: "id" as const, offset: idSpan.offset - 1, length: idSpan.length + 1 }] : []),
    ...scan(text).tokens.flatMap(({ type, offset, length }) => {
      const role = ROLES[type];
      return role && length > 0 ? [{ role, offset: textOffset + offset, length }] : [];
    }),
  ].sort((a, b) => a.offset - b.offset);
  const pieces: SourcePiece[] = [];
  let at = 0;
  for (const { role, offset, length } of marked) {
    if (offset < at) continue;
    if (offset > at) pieces.push({ role: "plain", text: source.slice(at, offset) });
    pieces.push({ role, text: source.slice(offset, offset + length) });
    at = offset + length;
  }
  if (at < source.length) pieces.push({ role: "plain", text: source.slice(at) });
  return pieces;
}
