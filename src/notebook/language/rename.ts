import { HglError } from "../../common/errors";
import { ID_PATTERN } from "../fences";
import type { Edit } from "./edits";
import { idAt, referencesTo } from "./references";
import type { Place, Sheet } from "./sheet";
import { cellOf, hglCells, ownersOf, readingOf } from "./sheet";

/** The id that a rename at a place would change, with its place; null where none stands or no cell has it. */
export function renamableAt(sheet: Sheet, index: number, offset: number): (Place & { readonly id: string }) | null {
  const cell = cellOf(sheet, index);
  const found = cell && idAt(cell, offset);
  if (!found || (!found.own && !ownersOf(sheet).has(found.id))) return null;
  return { ...found.place, id: found.id };
}

/**
 * The edits that give the cell named at a place another id, everywhere. Of two cells with one id, only the later one's header changes.
 * Throws HglError "cell" for an id that cannot be one, that another cell has, or that the front matter's defaults name.
 */
export function renameAt(sheet: Sheet, index: number, offset: number, newId: string): Edit[] {
  const wanted = newId.replace(/^#/, "");
  const cell = cellOf(sheet, index);
  const found = cell && idAt(cell, offset);
  if (!found) throw refused("no cell's id stands here", "rename a cell where its header or another cell names it");
  if (!ID_PATTERN.test(wanted))
    throw refused(
      `${JSON.stringify(newId)} cannot be an id`,
      "begin with a letter and use letters, digits, `-` and `_`",
    );
  const { id, place, own } = found;
  if (wanted === id) return [];
  const cells = hglCells(sheet);
  if (cells.some((other) => other.id === wanted))
    throw refused(`the id #${wanted} is taken`, "choose one that no cell has");
  const owner = ownersOf(sheet).get(id);
  if (!owner) throw refused(`there is no cell #${id}`, "name a cell of this notebook first");
  if (own && owner.index !== index) return [{ ...place, text: wanted }];
  const byDefault = cells.find((other) =>
    readingOf(sheet, other)?.references.some((reference) => reference.id === id && reference.span === null),
  );
  if (byDefault)
    throw refused(
      `the front matter's \`defaults\` name #${id} for every ${byDefault.kind} cell`,
      "change it there, with the notebook open as text",
    );
  const { idSpan } = owner;
  const header = { cell: owner.index, offset: idSpan!.offset, length: idSpan!.length };
  return [header, ...referencesTo(sheet, id)]
    .sort((a, b) => a.cell - b.cell || a.offset - b.offset)
    .map((at) => ({ ...at, text: wanted }));
}

function refused(what: string, next: string): HglError {
  return new HglError({ code: "cell", what, next });
}
