import type { Path } from "../yaml";
import { readYaml } from "../yaml";
import type { Entry, Scan } from "./scan";
import { samePath } from "./scan";
import type { Place } from "./sheet";

/** A change of one cell's source: what stands at the place gives way to the text. */
export interface Edit extends Place {
  readonly text: string;
}

/** The same without a cell: places in the text the change was made for. */
export type Change = Omit<Edit, "cell">;

export function applied(text: string, { offset, length, text: written }: Change): string {
  return text.slice(0, offset) + written + text.slice(offset + length);
}

/** The entries directly in the map or list at a path. */
export function entriesIn({ entries }: Scan, path: Path): Entry[] {
  return entries.filter((entry) => entry.path.length === path.length + 1 && samePath(entry.path.slice(0, -1), path));
}

export function entryAt({ entries }: Scan, path: Path): Entry | null {
  return entries.find((entry) => samePath(entry.path, path)) ?? null;
}

/** The entry whose key or value holds an offset, the innermost one. */
export function entryOver({ entries }: Scan, offset: number): { entry: Entry; part: "key" | "value" } | null {
  const within = (span: { offset: number; length: number } | null): boolean =>
    span !== null && span.length > 0 && offset >= span.offset && offset <= span.offset + span.length;
  const found = entries.findLast((entry) => within(entry.key) || within(entry.value));
  return found ? { entry: found, part: within(found.key) ? "key" : "value" } : null;
}

/** Where an entry and all beneath it end. */
export function endOf({ entries }: Scan, entry: Entry): number {
  let end = entry.value.offset + entry.value.length;
  for (let i = entries.indexOf(entry) + 1; i < entries.length; i++) {
    const below = entries[i]!;
    if (below.path.length <= entry.path.length || !samePath(below.path.slice(0, entry.path.length), entry.path)) break;
    end = Math.max(end, below.value.offset + below.value.length);
  }
  return end;
}

/** Takes an entry out: its lines, or in brackets what it takes up with its comma. */
export function removal(text: string, read: Scan, entry: Entry): Change {
  const start = entry.key?.offset ?? entry.value.offset;
  const end = endOf(read, entry);
  if (entry.flow) {
    const after = /^\s*,[ \t]*/.exec(text.slice(end));
    if (after) return { offset: start, length: end + after[0].length - start, text: "" };
    const before = /,\s*$/.exec(text.slice(0, start));
    const from = before ? before.index : start;
    return { offset: from, length: end - from, text: "" };
  }
  const lineStart = startOfLine(text, start);
  if (text.slice(lineStart, start).trim() !== "" && entry.key) return { offset: start, length: end - start, text: "" };
  const lineEnd = endOfLine(text, end);
  const breakAfter = /^(?:\r\n|\n|\r)?/.exec(text.slice(lineEnd, lineEnd + 2))![0];
  if (breakAfter !== "" || lineStart === 0)
    return { offset: lineStart, length: lineEnd + breakAfter.length - lineStart, text: "" };
  const breakBefore = /(?:\r\n|\n|\r)$/.exec(text.slice(0, lineStart))![0];
  return { offset: lineStart - breakBefore.length, length: lineEnd - lineStart + breakBefore.length, text: "" };
}

/**
 * Writes a new key into the map at `path`, after the last of its keys that come before it in `order`. `value` is YAML that fits brackets.
 * Null where the text has no such map.
 */
export function insertion(
  text: string,
  read: Scan,
  path: Path,
  key: string,
  value: string,
  order: readonly string[],
): Change | null {
  const pair = `${key}: ${value}`;
  const owner = path.length === 0 ? null : entryAt(read, path);
  if (path.length > 0 && !owner) return null;
  const siblings = entriesIn(read, path);
  const rank = order.indexOf(key);
  const before = siblings.findLast((entry) => {
    const place = order.indexOf(String(entry.path.at(-1)));
    return rank < 0 || place < 0 || place < rank;
  });
  const rootBracket = read.tokens.find(({ type }) => type !== "comment");
  const bracket =
    owner === null
      ? rootBracket?.type === "open"
        ? rootBracket.offset
        : null
      : owner.value.length > 0
        ? owner.value.offset
        : null;
  if (bracket !== null) {
    if (text[bracket] !== "{") return null;
    if (before) return { offset: endOf(read, before), length: 0, text: `, ${pair}` };
    const first = siblings[0]?.key;
    if (first) return { offset: first.offset, length: 0, text: `${pair}, ` };
    const inside = /^\{\s*/.exec(text.slice(bracket))![0].length;
    return { offset: bracket, length: inside, text: `{ ${pair} ` };
  }
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const column = siblings[0]?.column ?? (owner === null ? 0 : owner.column + 2);
  const line = " ".repeat(column) + pair;
  if (!before && siblings[0])
    return { offset: startOfLine(text, siblings[0].key!.offset), length: 0, text: line + eol };
  if (before || owner) {
    const end = endOfLine(text, before ? endOf(read, before) : owner!.value.offset);
    return { offset: end, length: 0, text: eol + line };
  }
  const end = text.trimEnd().length;
  return { offset: end, length: 0, text: end === 0 ? line + (text === "" ? "" : eol) : eol + line };
}

/** A value as YAML in one line, such that it reads back as itself, also in brackets. */
export function inlineYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${inlineYaml(key)}: ${inlineYaml(item)}`);
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }
  if (typeof value !== "string") return String(value);
  const plain = readYaml(`{ k: [${value}] }`);
  const item = (plain.value["k"] as unknown[] | undefined)?.[0];
  const fits =
    plain.problems.length === 0 && item === value && /^[^\s\r\n][^\r\n]*$/.test(value) && !/\s#|:$/.test(value);
  return fits ? value : JSON.stringify(value);
}

export function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

export function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}
