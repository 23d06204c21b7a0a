import type { KindName } from "../cells/kinds";
import { isKind, KIND_NAMES, KINDS } from "../cells/kinds";
import type { Completion } from "./completions";
import { kindMarkdown } from "./describe";
import type { Sheet, SheetCell } from "./sheet";
import { freshId, ownersOf } from "./sheet";
import { cellSnippet, plainly } from "./snippets";

/**
 * Kinds and ids for the first line of a cell, and whole cells for an empty one; null where the offset is not in a header and no header
 * could begin there.
 */
export function headerCompletions(sheet: Sheet, cell: SheetCell, offset: number): Completion[] | null {
  const { whole, kindSpan, idSpan, headerSpan } = cell;
  const line = /^[^\r\n]*/.exec(whole)![0];
  if (offset > line.length) return null;
  if (whole.trim() === "") return wholeCells(sheet, 0, line.length);
  if (
    kindSpan &&
    whole.trim() === cell.kind &&
    offset >= kindSpan.offset &&
    offset <= kindSpan.offset + kindSpan.length
  )
    return wholeCells(sheet, kindSpan.offset, kindSpan.length);
  const before = line.slice(0, offset);
  const lacksHeader = headerSpan.length === 0 && cell.kind === "" && cell.textOffset === 0;
  if (lacksHeader) return /^\s*$/.test(before) ? kinds(sheet, cell, offset, 0) : null;
  if (/^\s*(?:hgl\s+)?$/.test(before) && kindSpan === null) return kinds(sheet, cell, offset, 0);
  if (kindSpan && offset >= kindSpan.offset && offset <= kindSpan.offset + kindSpan.length)
    return kinds(sheet, cell, kindSpan.offset, kindSpan.length);
  if (idSpan && offset >= idSpan.offset - 1 && offset <= idSpan.offset + idSpan.length) {
    // Behind the hash, what is typed so far may be on its way to a new id.
    const taken = ownersOf(sheet).get(cell.id ?? "");
    const own = taken?.index === cell.index ? cell.id : null;
    return [idItem(freshFor(sheet, cell, own), idSpan.offset - 1, idSpan.length + 1)];
  }
  if (idSpan === null && kindSpan && offset > kindSpan.offset + kindSpan.length) {
    const word = /\S*$/.exec(before)![0];
    const rest = /^\S*/.exec(line.slice(offset))![0];
    return [idItem(freshFor(sheet, cell, null), offset - word.length, word.length + rest.length)];
  }
  return [];
}

function wholeCells(sheet: Sheet, offset: number, length: number): Completion[] {
  const idsOf = (kind: KindName): string[] =>
    [...ownersOf(sheet)].filter(([, cell]) => cell.kind === kind).map(([id]) => id);
  return KIND_NAMES.map((kind, i) => ({
    label: kind,
    kind: "kind",
    insert: cellSnippet(kind, freshId(sheet, kind), idsOf),
    replace: { offset, length },
    detail: "new cell",
    documentation: kindMarkdown(kind),
    sort: String(i),
    again: false,
  }));
}

/** Kinds, each with a fresh id where the header has none and with a line of its own where it is the header. */
function kinds(sheet: Sheet, cell: SheetCell, offset: number, length: number): Completion[] {
  const alone = cell.kind === "" && cell.headerSpan.length === 0 && cell.textOffset === 0;
  return KIND_NAMES.map((kind, i) => {
    const id = cell.id === null ? ` #\${1:${plainly(freshId(sheet, kind))}}` : cell.kindSpan ? "" : " ";
    return {
      label: kind,
      kind: "kind",
      insert: kind + id + (alone ? "\n" : ""),
      replace: { offset, length },
      detail: "kind of cell",
      documentation: `${KINDS[kind].about}`,
      sort: String(i),
      again: false,
    };
  });
}

function freshFor(sheet: Sheet, { kind }: SheetCell, own: string | null): string {
  return own !== null && own !== "" ? own : freshId(sheet, isKind(kind) ? kind : "cell");
}

function idItem(id: string, offset: number, length: number): Completion {
  return {
    label: `#${id}`,
    kind: "id",
    insert: plainly(`#${id}`),
    replace: { offset, length },
    detail: "an id of its own",
    documentation:
      "The name by which other cells, the command line and the run store know the cell. It begins with a letter.",
    sort: "0",
    again: false,
  };
}
