import type { Change } from "../../notebook/index";

/** The smallest single change that makes one text of the other, so that cursors and folds elsewhere stay; null where they are equal. */
export function textChange(before: string, after: string): Change | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  while (start > 0 && splits(before, after, start)) start--;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  while (same > 0 && (splitsAt(before, before.length - same) || splitsAt(after, after.length - same))) same--;
  return {
    offset: start,
    length: before.length - same - start,
    text: after.slice(start, after.length - same),
  };
}

function splits(before: string, after: string, offset: number): boolean {
  return splitsAt(before, offset) || splitsAt(after, offset);
}

/** Whether an offset lies inside a CRLF or a character of two units, where the editor knows no position. */
function splitsAt(text: string, offset: number): boolean {
  const pair = text.slice(offset - 1, offset + 1);
  return offset > 0 && (pair === "\r\n" || /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair));
}
