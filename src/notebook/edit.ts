import { HglError } from "../common/errors";
import { closes, fenceAt, ID_PATTERN, isSeparator, openEnd, SEPARATOR, swallows } from "./fences";
import type { Line } from "./lines";
import { joinLines, splitLines, withLf } from "./lines";
import type { Cell, HglCell, Notebook, ProseCell } from "./notebook";
import { dedent, indentOf } from "./notebook";
import { parseNotebook, readCells } from "./parse";
import { printNotebook } from "./print";

/** What a new cell is made of. */
export type NewCell =
  | { readonly type: "prose"; readonly text: string }
  | { readonly type: "hgl"; readonly kind: string; readonly id: string | null; readonly text: string };

/**
 * The notebook with another text in one cell; no other cell's lines change, and lines the two texts share keep their bytes.
 * Prose is read as a file would be: it may come out as several cells, and blank prose as none.
 * Throws HglError "notebook" rather than return a notebook that could not be read again.
 */
export function editCell(notebook: Notebook, index: number, newText: string): Notebook {
  const cell = cellAt(notebook, index);
  const text = withLf(newText);
  if (text === cell.text) return notebook;
  if (cell.type === "hgl")
    return assemble(notebook, spliced(notebook.cells, index, 1, [withBody(cell, text, notebook.eol)]));
  const raw = patch(splitLines(cell.raw), text.split("\n"), (line) => line, notebook.eol);
  const cells = proseCells(raw, cell.before);
  if (cells.length === 0) return removeCell(notebook, index);
  return assemble(notebook, spliced(notebook.cells, index, 1, cells));
}

/** Inserts before cell `index` (at the end when it equals the number of cells), with one blank line around. */
export function insertCell(notebook: Notebook, index: number, cell: NewCell): Notebook {
  if (index < 0 || index > notebook.cells.length) throw noSuchCell(index, notebook.cells.length);
  const { eol, frontMatter } = notebook;
  const atTop = frontMatter ? eol : "";
  const next = notebook.cells[index];
  const before = index > 0 ? eol : (next ? next.before : notebook.tail) || atTop;
  const made =
    cell.type === "prose" ? proseCells(splitLines(withEnding(cell.text, eol)), before) : [newHgl(cell, before, eol)];
  if (made.length === 0) return notebook;
  const rest =
    index === 0 && next ? [{ ...next, before: eol }, ...notebook.cells.slice(1)] : notebook.cells.slice(index);
  const tail = notebook.cells.length === 0 ? "" : notebook.tail;
  return assemble({ ...notebook, tail }, [...notebook.cells.slice(0, index), ...made, ...rest]);
}

/** Removes a cell and the gap before it (after it, for the first cell). */
export function removeCell(notebook: Notebook, index: number): Notebook {
  const cell = cellAt(notebook, index);
  const cells = [...spliced(notebook.cells, index, 1, [])];
  if (index === 0 && cells[0]) cells[0] = { ...cells[0], before: cell.before };
  const tail = cells.length === 0 ? cell.before || notebook.tail : notebook.tail;
  return assemble({ ...notebook, tail }, cells);
}

/** Moves a cell so that it becomes number `to`; the gaps between cells stay where they are. */
export function moveCell(notebook: Notebook, from: number, to: number): Notebook {
  const cell = cellAt(notebook, from);
  cellAt(notebook, to);
  if (from === to) return notebook;
  const order = spliced(spliced(notebook.cells, from, 1, []), to, 0, [cell]);
  return assemble(
    notebook,
    order.map((moved, i) => ({ ...moved, before: notebook.cells[i]!.before })),
  );
}

/** Gives an `hgl` cell another id; the cells that name it are the caller's business. */
export function renameCell(notebook: Notebook, index: number, id: string): Notebook {
  const cell = cellAt(notebook, index);
  if (cell.type === "prose" || !ID_PATTERN.test(id)) {
    throw new HglError({
      code: "notebook",
      what: `cell ${index} cannot be renamed to ${JSON.stringify(id)}`,
      next: "choose an hgl cell, and an id that begins with a letter",
    });
  }
  if (cell.id === id) return notebook;
  const open =
    cell.id === null
      ? cell.open.replace(/(hgl(?:[ \t]+[^\s#]+)?)/, `$1 #${id}`)
      : cell.open.replace(`#${cell.id}`, `#${id}`);
  return assemble(notebook, spliced(notebook.cells, index, 1, [{ ...cell, open, id }]));
}

/** The cell with another text; lines it shares with the old one keep their bytes. `text` has LF endings. */
export function withBody(cell: HglCell, text: string, eol: string): HglCell {
  const indent = indentOf(cell);
  const wanted = text === "" ? [] : text.split("\n");
  const lines = patch(splitLines(cell.body), wanted, (line) => dedent(line, indent), eol, " ".repeat(indent));
  return refenced({ ...cell, body: joinLines(lines), text });
}

/** Lengthens the fence as far as the body's own fences require. */
function refenced(cell: HglCell): HglCell {
  const fence = fenceAt(cell.open.replace(/[\r\n]+$/, ""))!;
  const runs = splitLines(cell.body)
    .filter(({ text }) => closes(text, fence) || swallows(text, fence))
    .map(({ text }) => /[`~]+/.exec(text)![0].length);
  if (runs.length === 0) return cell;
  const run = fence.mark.repeat(Math.max(...runs) + 1);
  const replace = (line: string): string => line.replace(/[`~]+/, run);
  return { ...cell, open: replace(cell.open), close: replace(cell.close) };
}

function newHgl(cell: NewCell & { type: "hgl" }, before: string, eol: string): HglCell {
  if (!/^[a-z]*$/.test(cell.kind) || (cell.id !== null && !ID_PATTERN.test(cell.id))) {
    throw new HglError({
      code: "notebook",
      what: `no cell can begin with "hgl ${cell.kind} #${cell.id}"`,
      next: "use a kind in small letters, and an id that begins with a letter",
    });
  }
  const words = ["hgl", cell.kind, cell.id === null ? "" : `#${cell.id}`].filter((word) => word !== "");
  const empty: HglCell = {
    type: "hgl",
    before,
    open: `\`\`\`${words.join(" ")}${eol}`,
    body: "",
    close: `\`\`\`${eol}`,
    kind: cell.kind,
    id: cell.id,
    attributes: "",
    text: "",
  };
  return withBody(empty, withLf(cell.text), eol);
}

/** Old lines where they agree with the wanted ones at the top and at the bottom, new lines between. */
export function patch(
  old: readonly Line[],
  wanted: readonly string[],
  seen: (line: string) => string,
  eol: string,
  indent = "",
): Line[] {
  let top = 0;
  while (top < old.length && top < wanted.length && seen(old[top]!.text) === wanted[top]) top++;
  let bottom = 0;
  while (
    bottom < old.length - top &&
    bottom < wanted.length - top &&
    seen(old[old.length - 1 - bottom]!.text) === wanted[wanted.length - 1 - bottom]
  )
    bottom++;
  const ending = old[top]?.eol || old[0]?.eol || eol;
  const fresh = wanted
    .slice(top, wanted.length - bottom)
    .map((text) => ({ text: text === "" ? "" : indent + text, eol: ending, offset: 0 }));
  return [...old.slice(0, top), ...fresh, ...old.slice(old.length - bottom)];
}

function proseCells(lines: readonly Line[], before: string): Cell[] {
  const { cells } = readCells(lines, 0);
  return cells.map((cell, i) => (i === 0 ? { ...cell, before } : cell));
}

/** Joins cells into a notebook that reads back as just these cells. */
export function assemble(notebook: Notebook, cells: readonly Cell[]): Notebook {
  const { bom, eol, frontMatter } = notebook;
  // A separator after the last cell would stand inside what that cell leaves open.
  const dividedTail = splitLines(notebook.tail).some((line) => isSeparator(line.text));
  const joined = cells.map((cell, i) => {
    const previous = cells[i - 1];
    const whole = cell.type === "prose" && (i < cells.length - 1 || dividedTail) ? sealed(cell, eol) : cell;
    if (
      whole.type === "prose" &&
      previous?.type === "prose" &&
      !splitLines(whole.before).some((line) => isSeparator(line.text))
    ) {
      return { ...whole, before: eol + SEPARATOR + eol + eol };
    }
    // Without a front matter, a first line of `---` would begin one, and a first U+FEFF would be the byte order mark.
    const taken =
      i === 0 &&
      !frontMatter &&
      whole.before === "" &&
      whole.type === "prose" &&
      (/^---[ \t]*$/m.test(whole.text.split("\n", 1)[0]!) || (!bom && whole.text.startsWith("\uFEFF")));
    return taken ? { ...whole, before: eol } : whole;
  });
  return parseNotebook(printNotebook({ ...notebook, cells: joined }));
}

/** Closes a fence or comment that a prose cell leaves open, as its own rendering does, before another cell follows it. */
function sealed(cell: ProseCell, eol: string): ProseCell {
  const closing = openEnd(splitLines(cell.raw));
  return closing === null ? cell : { ...cell, raw: cell.raw + closing + eol, text: `${cell.text}\n${closing}` };
}

function withEnding(text: string, eol: string): string {
  return withLf(text).split("\n").join(eol) + eol;
}

function spliced<T>(items: readonly T[], index: number, remove: number, add: readonly T[]): T[] {
  return [...items.slice(0, index), ...add, ...items.slice(index + remove)];
}

function cellAt(notebook: Notebook, index: number): Cell {
  const cell = notebook.cells[index];
  if (!cell) throw noSuchCell(index, notebook.cells.length);
  return cell;
}

function noSuchCell(index: number, count: number): HglError {
  return new HglError({
    code: "notebook",
    what: `there is no cell number ${index}`,
    next: `the notebook has ${count}, counted from 0`,
  });
}
