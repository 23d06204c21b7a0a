import type { Analysis, AnalysisOptions, CellFace, CellReading } from "../analyse";
import { analyseCells, readCell } from "../analyse";
import type { KindName } from "../cells/kinds";
import { isKind } from "../cells/kinds";
import type { CellSource } from "../cellSource";
import { readCellSource } from "../cellSource";
import { ID_PATTERN } from "../fences";
import type { FrontMatter } from "../notebook";
import type { Scan } from "./scan";
import { scan } from "./scan";

/** A cell as the editor holds it; prose has no part in the language, but counts. */
export interface OpenCell {
  readonly hgl: boolean;
  readonly source: string;
}

/** What of the front matter the cells depend on. */
export type Frame = Pick<FrontMatter, "defaults">;

/** A place in a cell's source. */
export interface Place {
  readonly cell: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The cells of one notebook at one moment, for the functions of this folder; all places they speak of are UTF-16 units of a cell's source,
 * header line included. Making one is cheap: cells are read when they are asked for, and a source read before is remembered.
 */
export interface Sheet {
  readonly cells: readonly OpenCell[];
  readonly frame: Frame;
}

export function openSheet(cells: readonly OpenCell[], frame: Frame = { defaults: {} }): Sheet {
  return { cells, frame };
}

/** A cell read: its header, and its YAML by its kind. */
export interface SheetCell extends CellSource {
  readonly index: number;
  readonly whole: string;
}

/** The cell at an index; null for prose and where there is none. */
export function cellOf(sheet: Sheet, index: number): SheetCell | null {
  const cell = sheet.cells[index];
  return cell?.hgl ? { index, whole: cell.source, ...headOf(cell.source) } : null;
}

export function hglCells(sheet: Sheet): SheetCell[] {
  return sheet.cells.flatMap((_, index) => cellOf(sheet, index) ?? []);
}

/** The cells that the ids belong to: the first of those that share one. */
export function ownersOf(sheet: Sheet): ReadonlyMap<string, SheetCell> {
  const owners = new Map<string, SheetCell>();
  for (const cell of hglCells(sheet)) if (cell.id && !owners.has(cell.id)) owners.set(cell.id, cell);
  return owners;
}

/** What the cell's YAML says by its kind's schema; null for a kind that does not exist. */
export function readingOf(sheet: Sheet, cell: SheetCell): CellReading | null {
  return isKind(cell.kind) ? readingBy(sheet, cell.kind, cell.text) : null;
}

/** The cell's keys and values as they stand, even where they do not parse; places in the cell's YAML. */
export function scanOf(cell: Pick<SheetCell, "text">): Scan {
  return scans.get(cell.text, () => scan(cell.text));
}

export function analysisOf(sheet: Sheet, options: AnalysisOptions = {}): Analysis {
  const faces = hglCells(sheet).map((cell): CellFace => cell);
  return analyseCells(faces, (kind, text) => readingBy(sheet, kind, text), options);
}

/** An id that no cell has: the wanted one, or with the first number that makes it new. */
export function freshId(sheet: Sheet, wanted: string): string {
  const taken = new Set(hglCells(sheet).map(({ id }) => id));
  const base = ID_PATTERN.test(wanted) ? wanted : "cell";
  if (!taken.has(base)) return base;
  const stem = base.replace(/-?[0-9]+$/, "") || base;
  for (let n = 2; ; n++) {
    const id = `${stem}${/[0-9]$/.test(stem) ? "-" : ""}${n}`;
    if (!taken.has(id)) return id;
  }
}

function readingBy(sheet: Sheet, kind: KindName, text: string): CellReading {
  const defaults = sheet.frame.defaults[kind] ?? {};
  return readings.get(`${kind}\0${keyText(defaults)}\0${text}`, () =>
    // A lone carriage return ends a line in the editor, and is no line end to YAML.
    readCell(kind, text.replace(/\r(?!\n)/g, "\n"), defaults),
  );
}

/** Equal text for equal defaults, also where they hold what JSON cannot say. */
function keyText(defaults: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(defaults, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value,
  );
}

/** Results of a pure function of a text, as many as a large notebook has cells, the longest unused forgotten first. */
class Memory<T> {
  private readonly kept = new Map<string, T>();

  constructor(private readonly most: number) {}

  get(key: string, make: () => T): T {
    const known = this.kept.get(key);
    const value = known ?? make();
    if (known !== undefined) this.kept.delete(key);
    this.kept.set(key, value);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value!);
    return value;
  }
}

const heads = new Memory<CellSource>(500);
const readings = new Memory<CellReading>(500);
const scans = new Memory<Scan>(500);

function headOf(source: string): CellSource {
  return heads.get(source, () => readCellSource(source));
}
