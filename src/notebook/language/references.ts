import { ZodArray } from "zod";
import { NO_TEXT } from "../cells/ablationChanges";
import type { KindName } from "../cells/kinds";
import { isKind } from "../cells/kinds";
import type { Path } from "../yaml";
import { isA, keyAt } from "./describe";
import { unquoted } from "./scan";
import type { Place, Sheet, SheetCell } from "./sheet";
import { cellOf, hglCells, ownersOf, scanOf } from "./sheet";

/** A place where a cell's id stands, without hash and quotes. */
export interface Named extends Place {
  readonly id: string;
  readonly wanted: readonly KindName[];
}

/** Where the cell named at a place is defined, or the id at hand itself; null where no id stands. */
export function definitionAt(sheet: Sheet, index: number, offset: number): Place | null {
  const cell = cellOf(sheet, index);
  const id = cell && idAt(cell, offset);
  if (!id) return null;
  if (id.own) return id.place;
  const owner = ownersOf(sheet).get(id.id);
  return owner ? declarationOf(owner) : null;
}

/** All places that name the cell which is named at a place, in the order of the cells. */
export function referencesAt(sheet: Sheet, index: number, offset: number, declaration = true): Place[] {
  const cell = cellOf(sheet, index);
  const id = cell && idAt(cell, offset);
  if (!id) return [];
  const owner = ownersOf(sheet).get(id.id);
  // Of two cells with one id, references mean the first.
  if (id.own && owner && owner.index !== index) return declaration ? [id.place] : [];
  const places = referencesTo(sheet, id.id);
  return declaration && owner ? inOrder([declarationOf(owner)!, ...places]) : places;
}

/** Every place outside headers that names an id. */
export function referencesTo(sheet: Sheet, id: string): Place[] {
  return hglCells(sheet).flatMap((cell) =>
    namedIn(cell)
      .filter((named) => named.id === id)
      .map(({ cell: at, offset, length }) => ({ cell: at, offset, length })),
  );
}

/** The id in a header. */
export function declarationOf({ index, idSpan }: SheetCell): Place | null {
  return idSpan && { cell: index, offset: idSpan.offset, length: idSpan.length };
}

/** The reference to another cell at a place of a cell's source. */
export function referenceAt(cell: SheetCell, offset: number): Named | null {
  return namedIn(cell).find((named) => offset >= named.offset && offset <= named.offset + named.length) ?? null;
}

/** The id at a place, in the header (`own`) or as a reference. */
export function idAt(cell: SheetCell, offset: number): { id: string; place: Place; own: boolean } | null {
  const { idSpan, id, index } = cell;
  if (id && idSpan && offset >= idSpan.offset - 1 && offset <= idSpan.offset + idSpan.length)
    return { id, place: { cell: index, offset: idSpan.offset, length: idSpan.length }, own: true };
  const named = referenceAt(cell, offset);
  return named && { id: named.id, place: { cell: index, offset: named.offset, length: named.length }, own: false };
}

/** What a cell names, as it stands; also in YAML that does not parse. */
function namedIn(cell: SheetCell): Named[] {
  const { kind, text, textOffset, index } = cell;
  if (!isKind(kind)) return [];
  return scanOf(cell).entries.flatMap(({ path, value }): Named[] => {
    if (value.length === 0) return [];
    const wanted = wantedAt(kind, path);
    const written = text.slice(value.offset, value.offset + value.length);
    const id = unquoted(written);
    if (!wanted || !/^\S+$/.test(id) || (wanted[0] === "text" && id === NO_TEXT)) return [];
    const quotes = written === id ? 0 : 1;
    return [
      {
        cell: index,
        offset: textOffset + value.offset + quotes,
        length: value.length - 2 * quotes,
        id,
        wanted,
      },
    ];
  });
}

/** The kinds of cells one of which a value names; null where it names none. */
function wantedAt(kind: KindName, path: Path): readonly KindName[] | null {
  const [key, ...below] = path;
  const refersAt = key === undefined ? undefined : keyAt(kind, [key])?.note.refersAt;
  if (refersAt) {
    const one = refersAt(below);
    return one && [one];
  }
  const known = keyAt(kind, path);
  return known?.note.refers && path.length === (isA(known.schema, ZodArray) ? 2 : 1) ? known.note.refers({}) : null;
}

function inOrder(places: readonly Place[]): Place[] {
  return [...places].sort((a, b) => a.cell - b.cell || a.offset - b.offset);
}
