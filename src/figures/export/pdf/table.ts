import type { Block, TableCell } from "./blocks";
import { breakLines, type TextLine } from "./lines";
import { LEADING, type Column, type Sheet } from "./sheet";
import { BODY, COLOURS, SIZES, styled } from "./styles";

type Table = Extract<Block, { type: "table" }>;

const STYLE = { ...BODY, size: SIZES.table };
const HEAD = { ...STYLE, font: "bold" } as const;
const [GAP, PAD] = [12, 2.6];

/** A table with rules between its rows; its head is repeated on every page that it goes on on. */
export function drawTable(sheet: Sheet, { head, rows }: Table, column: Column): void {
  const widths = columnWidths(sheet, [head, ...rows], column.width);
  const total = Math.min(column.width, widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1));
  const row = (cells: readonly TableCell[], isHead: boolean): void => {
    const set = cells.slice(0, widths.length).map((cell, j) => linesOf(sheet, cell, widths[j]!, isHead));
    const high = Math.max(1, ...set.map((lines) => lines.length)) * STYLE.size * LEADING + 2 * PAD;
    if (isHead) sheet.room(high * 2);
    else if (!fits(sheet, high)) row(head, true);
    let x = column.x;
    set.forEach((lines, j) => {
      lines.forEach((line, i) => {
        const left = { left: 0, center: 0.5, right: 1 }[cells[j]!.align] * (widths[j]! - line.width);
        sheet.line(line, x + left, sheet.y + PAD + i * STYLE.size * LEADING, STYLE.size * LEADING);
      });
      x += widths[j]! + GAP;
    });
    sheet.y += high;
    sheet.box({ x: column.x, width: total }, sheet.y - 0.5, 0.5, isHead ? COLOURS.muted : COLOURS.rule);
  };
  row(head, true);
  for (const cells of rows) row(cells, false);
  sheet.gap(9);
}

/** Whether a row stands on this page; where not, the next one has been begun. */
function fits(sheet: Sheet, height: number): boolean {
  const before = sheet.y;
  sheet.room(height);
  return sheet.y >= before;
}

function linesOf(sheet: Sheet, { spans }: TableCell, width: number, isHead: boolean): TextLine[] {
  return breakLines(styled(spans, isHead ? HEAD : STYLE), width + 0.01, sheet.measure);
}

/** As wide as the contents want where that fits; else what exceeds the longest words is shared out. */
function columnWidths(sheet: Sheet, rows: readonly (readonly TableCell[])[], width: number): number[] {
  const count = rows[0]!.length;
  const room = width - GAP * (count - 1);
  const wants = (limit: number): number[] =>
    Array.from({ length: count }, (_, j) =>
      Math.max(
        6,
        ...rows.flatMap((cells, i) => {
          const cell = cells[j];
          return cell ? linesOf(sheet, cell, limit, i === 0).map((line) => line.width) : [];
        }),
      ),
    );
  const natural = wants(Infinity);
  const wanted = natural.reduce((sum, one) => sum + one, 0);
  if (wanted <= room) return natural;
  // A word of no more than a third of the table is not cut.
  const least = natural.map((one, j) => Math.min(one, longestWord(sheet, rows, j), room / Math.min(3, count)));
  const kept = least.reduce((sum, one) => sum + one, 0);
  if (kept >= room) return least.map((one) => (one * room) / kept);
  const more = natural.map((one, j) => one - least[j]!);
  const share = (room - kept) / more.reduce((sum, one) => sum + one, 0);
  return least.map((one, j) => one + more[j]! * share);
}

function longestWord(sheet: Sheet, rows: readonly (readonly TableCell[])[], j: number): number {
  let longest = 6;
  rows.forEach((cells, i) => {
    for (const { text, style } of styled(cells[j]?.spans ?? [], i === 0 ? HEAD : STYLE))
      for (const word of text.split(/\s+/)) longest = Math.max(longest, sheet.measure(word, style));
  });
  return longest;
}
