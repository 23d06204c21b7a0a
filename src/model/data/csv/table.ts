// Other rooms that read this file need the declaration too.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./papaparse.d.ts" />
import { strFromU8, strToU8 } from "fflate";
import Papa from "papaparse";
import type { Step } from "papaparse";
import { HglError } from "../../../common/errors";
import type { ByteSource } from "../source";

/** How a table is written, as its first row tells. */
export interface Dialect {
  readonly delimiter: string;
  readonly newline: "\n" | "\r";
  readonly headings: readonly string[];
  /** Where the second row begins. */
  readonly start: number;
}

export interface Row {
  /** Trimmed. */
  readonly cells: readonly string[];
  /** Bytes [start, end) of the source. */
  readonly start: number;
  readonly end: number;
  /** Counts from 1, headings included: the line, where no cell holds line breaks. */
  readonly number: number;
}

const CHUNK = 2 ** 18;
const MOST_ROW = 2 ** 20;
const DELIMITERS = [",", ";", "\t", "|"];

/**
 * The dialect of a table with headings: separated by commas, semicolons, tabs or bars, whichever the first row holds most of, cells in
 * double quotes where need be. Throws HglError "data" for an empty table or a heading that stands twice.
 */
export function readDialect(source: ByteSource): Dialect {
  const fail = (what: string): never => {
    throw new HglError({ code: "data", where: source.name, what, next: "begin the table with a row of headings" });
  };
  const bytes = source.read(0, Math.min(source.size, MOST_ROW));
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const head = strFromU8(bytes.subarray(mark), true);
  const newline = head.includes("\n") || !head.includes("\r") ? "\n" : "\r";
  const firstLine = head.split(newline, 1)[0]!;
  const count = (delimiter: string): number => firstLine.split(delimiter).length;
  const delimiter = DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
  const [first] = rows(source, { delimiter, newline }, mark, source.size, 1);
  if (!first) return fail("the table is empty");
  const headings = first.cells;
  const twice = headings.find((heading, at) => heading !== "" && headings.indexOf(heading) !== at);
  if (twice !== undefined) fail(`the heading "${twice}" stands over two columns`);
  return { delimiter, newline, headings, start: first.end };
}

/**
 * The rows of bytes [from, to), read some at a time; empty ones are left out. `from` must be where row `number` begins. Throws
 * HglError "data" with the row for quotes that do not match and for a row of more than 1 MB.
 */
export function* rows(
  source: ByteSource,
  { delimiter, newline }: Pick<Dialect, "delimiter" | "newline">,
  from: number,
  to: number,
  number: number,
): Generator<Row> {
  let at = from;
  let length = CHUNK;
  let next = number;
  while (at < to) {
    const end = Math.min(to, at + length);
    // One character a byte, so that the parser's places are places in the file; the cells become UTF-8 afterwards.
    const text = strFromU8(source.read(at, end - at), true);
    const isAscii = !/[\x80-\xff]/.test(text);
    const found: Row[] = [];
    let start = at;
    const take = (cells: readonly string[], rowEnd: number): void => {
      if (!(cells.length === 1 && cells[0]!.trim() === "")) {
        const read = cells.map(isAscii ? trimmed : decoded);
        found.push({ cells: read, start, end: rowEnd, number: next });
      }
      next++;
      start = rowEnd;
    };
    if (text.includes('"')) {
      const step = ({ data, errors, meta }: Step): void => {
        const [error] = errors;
        if (error) throw badRow(source, next, error.message.toLowerCase());
        // The last row has no end of its own.
        take(data[0]!, meta.cursor > start ? meta.cursor : end);
      };
      new Papa.Parser({ delimiter, newline, step }).parse(text, at, end < to);
    } else {
      // Without quotes a row is as long as its cells and what stands between them, and need not be told one by one.
      const { data } = new Papa.Parser({ delimiter, newline }).parse(text, at, end < to);
      for (const cells of data) {
        take(cells, Math.min(end, start + cells.reduce((sum, cell) => sum + cell.length + 1, 0)));
      }
    }
    yield* found;
    if (start > at) length = CHUNK;
    else if (end < to) {
      if (length >= MOST_ROW) throw badRow(source, next, `it is longer than ${MOST_ROW} bytes`);
      length *= 2;
    }
    at = end < to ? start : to;
  }
}

function badRow(source: ByteSource, number: number, what: string): HglError {
  const next = "look for a quotation mark that is never closed";
  return new HglError({ code: "data", where: source.name, what: `row ${number} cannot be read: ${what}`, next });
}

function trimmed(cell: string): string {
  return cell.trim();
}

function decoded(cell: string): string {
  for (let i = 0; i < cell.length; i++) if (cell.charCodeAt(i) >= 0x80) return strFromU8(strToU8(cell, true)).trim();
  return cell.trim();
}
