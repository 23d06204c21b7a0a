import type { Line } from "./lines";

/** An opening code fence of CommonMark: up to three spaces, three or more backticks or tildes, an info string. */
export interface Fence {
  readonly indent: string;
  readonly mark: "`" | "~";
  readonly length: number;
  readonly info: string;
  readonly hgl: boolean;
}

/** Splits adjacent prose cells; invisible wherever Markdown is rendered. */
export const SEPARATOR = "<!-- cell -->";

export function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

export function isSeparator(line: string): boolean {
  return /^<!-- *cell *-->[ \t]*$/.test(line);
}

export function fenceAt(line: string): Fence | null {
  const match = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line);
  if (!match) return null;
  const mark = match[2]![0] as "`" | "~";
  const info = match[3]!.trim();
  if (mark === "`" && info.includes("`")) return null;
  return { indent: match[1]!, mark, length: match[2]!.length, info, hgl: /^hgl(?:\s|$)/.test(info) };
}

export function closes(line: string, fence: Pick<Fence, "mark" | "length">): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line);
  return match !== null && match[1]![0] === fence.mark && match[1]!.length >= fence.length;
}

/** Whether a line, inside a fence, looks like the start of a cell the fence should have been closed before. */
export function swallows(line: string, fence: Pick<Fence, "mark" | "length">): boolean {
  const inner = fenceAt(line);
  return inner !== null && inner.hgl && inner.mark === fence.mark && inner.length >= fence.length;
}

/** A run of lines that Markdown reads as one unit, so that what stands in it is never a cell of ours. */
export interface Verbatim {
  readonly fence: Fence | null;
  /** Index of its last line; the text's last line when it is never closed. */
  readonly end: number;
  /** The line that would close it; null when it is closed. */
  readonly closing: string | null;
}

/** The ordinary fence or HTML comment that starts at line `start`, if one does. */
export function verbatimAt(lines: readonly Line[], start: number): Verbatim | null {
  const first = lines[start]!.text;
  const fence = fenceAt(first);
  if (fence) {
    for (let i = start + 1; i < lines.length; i++) {
      if (closes(lines[i]!.text, fence)) return { fence, end: i, closing: null };
    }
    return { fence, end: lines.length - 1, closing: fence.indent + fence.mark.repeat(fence.length) };
  }
  const comment = /^ {0,3}<!--/.exec(first);
  if (!comment) return null;
  for (let i = start; i < lines.length; i++) {
    const from = i === start ? comment[0].length : 0;
    if (lines[i]!.text.includes("-->", from)) return { fence: null, end: i, closing: null };
  }
  return { fence: null, end: lines.length - 1, closing: "-->" };
}

/** The line that closes what a prose text leaves open, or null. */
export function openEnd(lines: readonly Line[]): string | null {
  for (let i = 0; i < lines.length; i++) {
    const block = verbatimAt(lines, i);
    if (!block) continue;
    if (block.closing !== null) return block.closing;
    i = block.end;
  }
  return null;
}

/** The lines of a prose text with every fence and comment closed: at the end, or before the cell that it would hide. */
export function mended(lines: readonly Line[], eol: string): Line[] {
  const kept: Line[] = [];
  let open: Pick<Verbatim, "fence"> | null = null;
  const close = (): void => {
    if (!open) return;
    const { fence } = open;
    kept.push({ text: fence ? fence.indent + fence.mark.repeat(fence.length) : "-->", eol, offset: 0 });
    open = null;
  };
  for (const line of lines) {
    if (open?.fence && swallows(line.text, open.fence)) close();
    kept.push(line);
    if (open) {
      if (open.fence ? closes(line.text, open.fence) : line.text.includes("-->")) open = null;
      continue;
    }
    const fence = fenceAt(line.text);
    const comment = fence ? null : /^ {0,3}<!--/.exec(line.text);
    if (fence || (comment && !line.text.includes("-->", comment[0].length))) open = { fence };
  }
  close();
  return kept;
}

/** What the info string of an `hgl` fence says. */
export function readInfo(info: string): { kind: string; id: string | null; attributes: string } {
  const words = info.split(/\s+/).slice(1);
  const kind = words[0] !== undefined && !words[0].startsWith("#") ? words.shift()! : "";
  const idAt = words.findIndex((word) => word.startsWith("#"));
  const id = idAt < 0 ? null : words.splice(idAt, 1)[0]!.slice(1);
  return { kind, id, attributes: words.join(" ") };
}

/** Ids begin with a letter, so that YAML reads a reference as text. */
export const ID_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*$/;
