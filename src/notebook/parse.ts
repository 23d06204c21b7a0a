import { closes, fenceAt, isBlank, isSeparator, readInfo, swallows, verbatimAt } from "./fences";
import type { Finding } from "./findings";
import { readFrontMatter } from "./frontMatter";
import type { Line } from "./lines";
import { commonEol, joinLines, splitLines } from "./lines";
import type { Cell, HglCell, Notebook } from "./notebook";
import { bodyText } from "./notebook";
import { NotebookError } from "./notebookError";

/**
 * Reads the text of a `.hgl.md` file. `printNotebook` gives every accepted text back unchanged.
 *
 *     text -> lines -> front matter, then gaps (blank lines) and cells in turn -> Notebook
 *
 * Throws NotebookError (an HglError "notebook" with line and offset) when the text is damaged or a cell would be lost in it.
 */
export function parseNotebook(text: string): Notebook {
  const bom = text.startsWith("\uFEFF");
  const shift = bom ? 1 : 0;
  const lines = splitLines(text).map((line) => ({
    ...line,
    text: line.offset === 0 ? line.text.slice(shift) : line.text,
    offset: Math.max(line.offset, shift),
  }));
  if (bom && lines.length === 1 && lines[0]!.text === "" && lines[0]!.eol === "") lines.pop();
  refuseNul(lines);

  const eol = commonEol(lines);
  const last = lines[lines.length - 1];
  const finalNewline = last === undefined || last.eol !== "";
  if (last && !finalNewline) lines[lines.length - 1] = { ...last, eol };

  const quoted: { start: number; end: number }[] = [];
  const body = (): Pick<Notebook, "frontMatter" | "cells" | "tail"> => {
    const front = readFrontMatter(lines);
    return { frontMatter: front?.frontMatter ?? null, ...readCells(lines, front?.lines ?? 0, quoted) };
  };
  let read: ReturnType<typeof body>;
  try {
    read = body();
  } catch (error) {
    // A conflict is the cause of whatever else its markers broke.
    refuseConflict(lines, []);
    throw error;
  }
  refuseConflict(lines, quoted);
  return { bom, ...read, eol, finalNewline };
}

/**
 * Cuts lines into cells, from line `from` on. `quoted` collects the line ranges of ordinary fences.
 * Every line ends in exactly one cell, one gap or the tail.
 */
export function readCells(
  lines: readonly Line[],
  from: number,
  quoted: { start: number; end: number }[] = [],
): { cells: Cell[]; tail: string } {
  const cells: Cell[] = [];
  let gap: Line[] = [];
  let prose: Line[] = [];
  const endProse = (): void => {
    if (prose.length === 0) return;
    let end = prose.length;
    while (isBlank(prose[end - 1]!.text)) end--;
    const kept = prose.slice(0, end);
    cells.push({ type: "prose", before: joinLines(gap), raw: joinLines(kept), text: bodyText(kept, 0) });
    gap = prose.slice(end);
    prose = [];
  };
  for (let i = from; i < lines.length; i++) {
    const line = lines[i]!;
    if (fenceAt(line.text)?.hgl) {
      const end = closingLine(lines, i);
      endProse();
      cells.push(hglCell(joinLines(gap), lines, i, end));
      gap = [];
      i = end;
    } else if (isSeparator(line.text)) {
      endProse();
      gap.push(line);
    } else if (isBlank(line.text) && prose.length === 0) {
      gap.push(line);
    } else {
      const end = verbatimEnd(lines, i, quoted);
      prose.push(...lines.slice(i, end + 1));
      i = end;
    }
  }
  endProse();
  return { cells, tail: joinLines(gap) };
}

function hglCell(before: string, lines: readonly Line[], start: number, end: number): HglCell {
  const fence = fenceAt(lines[start]!.text)!;
  const body = lines.slice(start + 1, end);
  const text = bodyText(body, fence.indent.length);
  return {
    type: "hgl",
    before,
    open: joinLines([lines[start]!]),
    body: joinLines(body),
    close: joinLines([lines[end]!]),
    ...readInfo(fence.info),
    text,
  };
}

function closingLine(lines: readonly Line[], start: number): number {
  const fence = fenceAt(lines[start]!.text)!;
  let hidden: number | null = null;
  for (let i = start + 1; i < lines.length && hidden === null; i++) {
    if (closes(lines[i]!.text, fence)) return i;
    if (swallows(lines[i]!.text, fence)) hidden = i;
  }
  throw at(lines, start, {
    code: "unclosed-fence",
    id: readInfo(fence.info).id,
    hiddenLine: hidden === null ? null : hidden + 1,
  });
}

/** The last line of the fence or comment that starts at `start` (`start` itself when none does). */
function verbatimEnd(lines: readonly Line[], start: number, quoted: { start: number; end: number }[]): number {
  const block = verbatimAt(lines, start);
  if (!block) return start;
  for (let i = start + 1; i <= block.end; i++) {
    const text = lines[i]!.text;
    const lost = block.closing !== null ? fenceAt(text)?.hgl : block.fence !== null && swallows(text, block.fence);
    if (lost)
      throw at(lines, start, { code: "hidden-cell", opener: block.fence ? "fence" : "comment", hiddenLine: i + 1 });
  }
  if (block.fence) quoted.push({ start, end: block.end });
  return block.end;
}

function refuseNul(lines: readonly Line[]): void {
  const index = lines.findIndex((line) => line.text.includes("\0"));
  if (index >= 0) {
    const line = lines[index]!;
    throw new NotebookError({ code: "nul-byte" }, index + 1, line.offset + line.text.indexOf("\0"), 1);
  }
}

/** A conflict is the three markers in order; inside an ordinary fence they may be quoted. */
function refuseConflict(lines: readonly Line[], quoted: readonly { start: number; end: number }[]): void {
  let start = -1;
  let middle = -1;
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]!.text;
    if (/^<{7}(?: |$)/.test(text)) [start, middle] = [i, -1];
    else if (start >= 0 && text === "=======") middle = i;
    else if (middle >= 0 && /^>{7}(?: |$)/.test(text)) {
      const from = start;
      if (!quoted.some((range) => range.start <= from && i <= range.end))
        throw at(lines, from, { code: "merge-conflict" });
      [start, middle] = [-1, -1];
    }
  }
}

function at(lines: readonly Line[], index: number, finding: Finding): NotebookError {
  const line = lines[index]!;
  return new NotebookError(finding, index + 1, line.offset, Math.max(1, line.text.length));
}
