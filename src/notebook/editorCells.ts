import { HglError } from "../common/errors";
import { readCellSource, writeCellSource } from "./cellSource";
import { assemble, patch, withBody } from "./edit";
import { closes, mended, SEPARATOR, swallows } from "./fences";
import { joinLines, splitLines, withLf } from "./lines";
import type { Cell, HglCell, Notebook, ProseCell } from "./notebook";
import { FORMAT_VERSION, rawOf } from "./notebook";
import { NotebookError } from "./notebookError";
import { parseNotebook, readCells } from "./parse";
import { printNotebook } from "./print";

/** What a file holds beside its cells; plain data, so that an editor can keep it with the document. */
export interface EditorFrame extends Pick<Notebook, "bom" | "tail" | "eol" | "finalNewline"> {
  /** As it stands in the file; empty where it has none. */
  readonly frontMatter: string;
  /** The gap before the first cell; null where the file had no cell. */
  readonly top: string | null;
}

/** The piece of the file that an editor's cell was read from; plain data. */
export interface Origin {
  /** What it followed there. */
  readonly after: "start" | Cell["type"];
  readonly cell: Cell;
}

/** A cell as an editor shows it: prose as its Markdown, ours as header line and YAML (`cellSource.ts`). */
export interface EditorCell {
  readonly kind: Cell["type"];
  readonly source: string;
  /** Null where a new cell of this source would be written the same, as in a tidy file every one is. */
  readonly origin: Origin | null;
}

/** A cell as an editor holds it later. */
export interface EditedCell extends Pick<EditorCell, "kind"> {
  /** In any line ending. */
  readonly source: string;
  /** The language of a code cell that is not ours; it is written as an ordinary fence. */
  readonly language?: string;
  /** A copy has its original's, and so may a cell of another kind. */
  readonly origin: Origin | null;
}

/** The frame of a file that does not exist yet. */
export const NEW_FRAME: EditorFrame = {
  bom: false,
  frontMatter: `---\nhgl: ${FORMAT_VERSION}\n---\n`,
  tail: "",
  eol: "\n",
  finalNewline: true,
  top: null,
};

export function toEditorCells(notebook: Notebook): { frame: EditorFrame; cells: EditorCell[] } {
  const { bom, frontMatter, tail, eol, finalNewline, cells } = notebook;
  return {
    frame: { bom, frontMatter: frontMatter?.raw ?? "", tail, eol, finalNewline, top: cells[0]?.before ?? null },
    cells: cells.map((cell, i) => {
      const after: Origin["after"] = cells[i - 1]?.type ?? "start";
      const source = cell.type === "hgl" ? writeCellSource(cell) : cell.text;
      const origin = isTidy(cell, after, source, eol) ? null : { after, cell };
      return { kind: cell.type, source, origin };
    }),
  };
}

/** The text of the file that says what the editor holds; see `fromEditor`. */
export function fromEditorCells(frame: EditorFrame, cells: readonly EditedCell[]): string {
  return printNotebook(fromEditor(frame, cells));
}

/**
 * The notebook that says what the editor holds: pieces of the file where nothing was edited, patched lines where something was.
 * Prose is read as a file would be, so it may come out as several cells, and blank prose as none; what it leaves open is closed.
 * Throws HglError "notebook" for a NUL byte and for the markers of a merge conflict, which no notebook may hold.
 */
export function fromEditor(frame: EditorFrame, cells: readonly EditedCell[]): Notebook {
  const { bom, eol, finalNewline } = frame;
  const frontMatter = frame.frontMatter === "" ? null : parseNotebook(frame.frontMatter).frontMatter;
  const placed: Cell[] = [];
  for (const cell of cells) {
    const [first, ...rest] = madeOf(cell, eol);
    if (!first) continue;
    const after = placed.at(-1)?.type ?? "start";
    const kept = cell.origin?.after === after && cell.origin.cell.type === first.type ? cell.origin.cell.before : eol;
    const before = after === "start" ? (frame.top ?? (frame.tail || (frontMatter ? eol : ""))) : kept;
    placed.push({ ...first, before }, ...rest);
  }
  const tail = frame.top === null && placed.length > 0 ? "" : frame.tail;
  let notebook: Notebook;
  try {
    notebook = assemble({ bom, frontMatter, tail, eol, finalNewline, cells: [] }, placed);
  } catch (error) {
    throw refused(error, cells);
  }
  verify(notebook, placed);
  return notebook;
}

/** Whether a new cell of this source would be written just as this one was. */
function isTidy(cell: Cell, after: Origin["after"], source: string, eol: string): boolean {
  const gap = after === "prose" && cell.type === "prose" ? eol + SEPARATOR + eol + eol : eol;
  const [first, ...rest] = madeOf({ kind: cell.type, source, origin: null }, eol);
  return (after === "start" || cell.before === gap) && !!first && rest.length === 0 && rawOf(first) === rawOf(cell);
}

/** What one cell of the editor is in the file. */
function madeOf(cell: EditedCell, eol: string): Cell[] {
  const source = withLf(cell.source);
  const origin = cell.origin?.cell;
  if (cell.kind === "hgl" && cell.language === undefined) {
    return [hglFrom(source, origin?.type === "hgl" ? origin : null, eol)];
  }
  if (cell.kind === "hgl") return proseFrom(fenced(source, cell.language ?? ""), null, eol);
  return proseFrom(source, origin?.type === "prose" ? origin : null, eol);
}

function hglFrom(source: string, origin: HglCell | null, eol: string): HglCell {
  if (origin && source === writeCellSource(origin)) return origin;
  const { kind, id, attributes, text } = readCellSource(source);
  const base = origin ?? {
    open: `\`\`\`hgl${eol}`,
    close: `\`\`\`${eol}`,
    body: "",
    kind: "",
    id: null,
    attributes: "",
  };
  const headed = { ...base, type: "hgl", before: "", kind, id, attributes, text } as const;
  const same = base.kind === kind && base.id === id && base.attributes === attributes;
  return withBody(same ? headed : withHeader(headed), text, eol);
}

/** Writes kind, id and attributes into the opening line; a backtick among them needs a fence of tildes. */
function withHeader(cell: HglCell): HglCell {
  const [, indent, run, space, ending] = /^( *)(`+|~+)(\s*)hgl[^\r\n]*([\r\n]*)$/.exec(cell.open)!;
  const words = ["hgl", cell.kind, cell.id === null ? "" : `#${cell.id}`, cell.attributes].filter(
    (word) => word !== "",
  );
  const header = words.join(" ");
  const retold = (fence: string): string => (header.includes("`") ? "~".repeat(fence.length) : fence);
  return {
    ...cell,
    open: indent! + retold(run!) + space! + header + ending!,
    close: cell.close.replace(/`+|~+/, retold),
  };
}

function proseFrom(source: string, origin: ProseCell | null, eol: string): Cell[] {
  if (origin && source === origin.text) return [origin];
  const lines = patch(splitLines(origin?.raw ?? ""), source.split("\n"), (line) => line, eol);
  return readCells(splitLines(joinLines(mended(lines, eol))), 0).cells;
}

/** A text in an ordinary fence, long enough that nothing in it ends it or hides in it. */
function fenced(source: string, language: string): string {
  const lines = source.split("\n");
  let run = "```";
  const breaks = (line: string): boolean =>
    closes(line, { mark: "`", length: run.length }) || swallows(line, { mark: "`", length: run.length });
  while (lines.some(breaks)) run += "`";
  return [run + language.replace(/[\s`]+/g, ""), ...lines, run].join("\n");
}

/** The two things that no file can hold, told of the cell that holds them. */
function refused(error: unknown, cells: readonly EditedCell[]): unknown {
  if (!(error instanceof NotebookError)) return error;
  const code = error.finding.code;
  if (code === "nul-byte") {
    const number = cells.findIndex(({ source }) => source.includes("\0")) + 1;
    return new HglError({
      code: "notebook",
      where: `cell ${number}`,
      what: "it holds a NUL byte, which no notebook can hold, so nothing was saved",
      next: "delete it and save again",
    });
  }
  if (code === "merge-conflict") {
    const number = cells.findIndex(({ source }) => /^<{7}(?: |$)/m.test(source)) + 1;
    return new HglError({
      code: "notebook",
      where: `cell ${number}`,
      what: "an unresolved merge conflict begins here, so nothing was saved",
      next: "choose a side, delete the marker lines and save again",
    });
  }
  return error;
}

/** What was put together must read back as the same cells; anything else would lose work silently. */
function verify(notebook: Notebook, wanted: readonly Cell[]): void {
  const differs = (cell: Cell | undefined, i: number): boolean => !cell || meaning(cell) !== meaning(wanted[i]!);
  const index = wanted.findIndex((_, i) => differs(notebook.cells[i], i));
  if (index < 0 && notebook.cells.length === wanted.length) return;
  throw new HglError({
    code: "notebook",
    where: `cell ${(index < 0 ? wanted.length : index) + 1}`,
    what: "it would read back as something else, so nothing was saved",
    next: "please report this as a defect, with the cell's text",
  });
}

function meaning(cell: Cell): string {
  // Whoever follows prose closes what it leaves open; whether it is closed says nothing else.
  if (cell.type === "prose")
    return joinLines(mended(splitLines(cell.raw), "\n").map(({ text }) => ({ text, eol: "\n" })));
  const { kind, id, attributes, text } = cell;
  return JSON.stringify([kind, id, attributes, text]);
}
