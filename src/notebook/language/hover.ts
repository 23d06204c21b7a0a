import { isKind } from "../cells/kinds";
import type { Span } from "../findings";
import { keyAt, keyMarkdown, kindMarkdown, summaryOf } from "./describe";
import { entryOver } from "./edits";
import { referenceAt } from "./references";
import { unquoted } from "./scan";
import type { Sheet, SheetCell } from "./sheet";
import { analysisOf, cellOf, hglCells, ownersOf, readingOf, scanOf } from "./sheet";
import { keyMeantAt } from "./variedKeys";

export interface Hover extends Span {
  readonly markdown: string;
}

/** What stands at a place: a key's meaning, default, range and source; a choice; a cell that is named; a kind. */
export function hoverAt(sheet: Sheet, index: number, offset: number): Hover | null {
  const cell = cellOf(sheet, index);
  if (!cell) return null;
  const { kindSpan, idSpan, kind, textOffset, text } = cell;
  if (kindSpan && covers(kindSpan, offset)) return isKind(kind) ? { ...kindSpan, markdown: kindMarkdown(kind) } : null;
  if (idSpan && covers({ offset: idSpan.offset - 1, length: idSpan.length + 1 }, offset))
    return { offset: idSpan.offset - 1, length: idSpan.length + 1, markdown: cellMarkdown(sheet, cell) };
  if (offset < textOffset || !isKind(kind)) return null;
  const named = referenceAt(cell, offset);
  const owner = named && ownersOf(sheet).get(named.id);
  if (owner) return { offset: named.offset, length: named.length, markdown: cellMarkdown(sheet, owner) };
  const over = entryOver(scanOf(cell), offset - textOffset);
  if (!over) return null;
  const { entry } = over;
  const meant = keyMeantAt(kind, entry.path);
  const known = keyAt(meant.kind, meant.path);
  if (!known) return null;
  const span = over.part === "key" ? entry.key! : entry.value;
  const place = { offset: textOffset + span.offset, length: span.length };
  if (over.part === "key") return { ...place, markdown: keyMarkdown(known, meant.kind) };
  const choice = unquoted(text.slice(span.offset, span.offset + span.length));
  const note = known.note.choices?.[choice];
  // A map or a list is explained by its key, and only where the cursor is on one of its words.
  if (/^[[{]/.test(choice) || choice.includes("\n")) return null;
  return { ...place, markdown: `${note ? `\`${choice}\`: ${note}\n\n` : ""}${keyMarkdown(known, meant.kind)}` };
}

/** What a cell is, does and says, and who needs it. */
function cellMarkdown(sheet: Sheet, cell: SheetCell): string {
  const sound = analysisOf(sheet).cells.find(({ index }) => index === cell.index);
  const users = hglCells(sheet).filter((other) =>
    readingOf(sheet, other)?.references.some((reference) => reference.id === cell.id),
  );
  const lines = cell.text.trim().split(/\r\n|\n|\r/);
  const shown = lines.length > 10 ? [...lines.slice(0, 9), "# …"] : lines;
  const parts = [
    `**${cell.kind || "unnamed kind of"}** cell \`#${cell.id}\`${sound ? `: ${summaryOf(sound)}` : ""}`,
    ...(cell.text.trim() === "" ? [] : [`\`\`\`\`yaml\n${shown.join("\n")}\n\`\`\`\``]),
    ...(users.length === 0
      ? []
      : [`Used by ${users.map(({ id, kind }) => (id ? `\`#${id}\`` : `a ${kind} cell`)).join(", ")}.`]),
  ];
  return parts.join("\n\n");
}

function covers({ offset, length }: Span, at: number): boolean {
  return at >= offset && at <= offset + length;
}
