import { strFromU8 } from "fflate";
import { shown } from "../badBytes";
import type { Cursor } from "./cursor";
import { COST } from "./machine";
import type { Machine } from "./machine";
import { PickledBytes } from "./values";

/** Text of protocol 0 that is longer is an array's bytes. */
const LONG_TEXT = 4096;
const MOST_DIGITS = 150;

type Run = (machine: Machine, cursor: Cursor) => void;

/** The opcodes of protocol 0, whose arguments are lines of text; false when `code` is none of them. */
export function runText(code: number, machine: Machine, cursor: Cursor): boolean {
  const run = TEXT_OPCODES[String.fromCharCode(code)];
  run?.(machine, cursor);
  return run !== undefined;
}

const TEXT_OPCODES: Readonly<Record<string, Run>> = {
  // GLOBAL, INST
  c: (m, c) => {
    const module = textLine(c);
    m.push(m.global(module, textLine(c)));
  },
  i: (m, c) => {
    const module = textLine(c);
    m.refuse("makes an object of", `${module}.${textLine(c)}`);
  },
  // INT (booleans among them), LONG, FLOAT
  I: (m, c) => {
    const text = textLine(c);
    if (text === "00" || text === "01") m.push(text === "01");
    else pushWhole(m, text);
  },
  L: (m, c) => pushWhole(m, textLine(c).replace(/L$/, "")),
  F: (m, c) => {
    const text = textLine(c);
    const special = /^(-?)(inf|nan)$/.exec(text);
    const value = special ? (special[2] === "nan" ? NaN : special[1] ? -Infinity : Infinity) : Number(text);
    if (!special && !/^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text)) m.fail(`${shown(text)} is no number`);
    m.push(value);
  },
  // STRING, UNICODE
  S: (m, c) => pushText(m, unquoted(m, c.line()), true),
  V: (m, c) => pushText(m, c.line(), false),
  // PUT, GET, PERSID
  p: (m, c) => m.remember(memoNumber(m, textLine(c)), m.top()),
  g: (m, c) => m.recall(memoNumber(m, textLine(c))),
  P: (m, c) => m.persistent(textLine(c)),
};

function textLine(cursor: Cursor): string {
  return strFromU8(cursor.line());
}

function pushWhole(machine: Machine, text: string): void {
  if (!/^[-+]?\d+$/.test(text) || text.length > MOST_DIGITS) machine.fail(`${shown(text)} is no whole number`);
  const value = Number(text);
  machine.push(Number.isSafeInteger(value) ? value : BigInt(text), COST.object);
}

function memoNumber(machine: Machine, text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : machine.fail(`${shown(text)} is no memo number`);
}

function unquoted(machine: Machine, line: Uint8Array): Uint8Array {
  const quote = line[0];
  const closed = line.length >= 2 && line.at(-1) === quote && (quote === 0x27 || quote === 0x22);
  return closed ? line.subarray(1, -1) : machine.fail("a text of protocol 0 is not in quotes");
}

/** Python 2's escaped bytes, or Python's raw-unicode-escape: Latin-1 with \uXXXX. */
function pushText(machine: Machine, line: Uint8Array, escaped: boolean): void {
  const bytes = escaped ? unescapedBytes(machine, line) : unicodeBytes(line);
  if (bytes && bytes.length > LONG_TEXT) {
    machine.push(new PickledBytes(0, bytes.length, bytes), COST.object + bytes.length);
    return;
  }
  const text = bytes ? strFromU8(bytes, true) : unicodeText(line);
  machine.push(text, COST.text + 2 * text.length);
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  "\\": 92,
  "'": 39,
  '"': 34,
};

function unescapedBytes(machine: Machine, line: Uint8Array): Uint8Array {
  const out = new Uint8Array(line.length);
  let to = 0;
  for (let i = 0; i < line.length; i++) {
    if (line[i] !== 92) {
      out[to++] = line[i]!;
      continue;
    }
    const letter = String.fromCharCode(line[++i] ?? 0);
    if (letter === "x") {
      const digits = strFromU8(line.subarray(i + 1, i + 3), true);
      if (!/^[\da-f]{2}$/i.test(digits)) machine.fail(`\\x${digits} is no byte`);
      out[to++] = Number.parseInt(digits, 16);
      i += 2;
    } else out[to++] = ESCAPES[letter] ?? machine.fail(`there is no escape ${shown(`\\${letter}`)}`);
  }
  return out.subarray(0, to);
}

/** The characters as bytes, where all of them are Latin-1; undefined otherwise. */
function unicodeBytes(line: Uint8Array): Uint8Array | undefined {
  if (!line.includes(92)) return line;
  const out = new Uint8Array(line.length);
  let to = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line[i] === 92 ? unicodeEscape(line, i) : undefined;
    if (code !== undefined && code > 255) return undefined;
    out[to++] = code ?? line[i]!;
    if (code !== undefined) i += line[i + 1] === 0x55 ? 9 : 5;
  }
  return out.subarray(0, to);
}

function unicodeText(line: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < line.length; i++) {
    const code = line[i] === 92 ? unicodeEscape(line, i) : undefined;
    parts.push(String.fromCodePoint(code ?? line[i]!));
    if (code !== undefined) i += line[i + 1] === 0x55 ? 9 : 5;
  }
  return parts.join("");
}

function unicodeEscape(line: Uint8Array, at: number): number | undefined {
  const length = line[at + 1] === 0x75 ? 4 : line[at + 1] === 0x55 ? 8 : 0;
  const digits = strFromU8(line.subarray(at + 2, at + 2 + length), true);
  if (length === 0 || digits.length < length || !/^[\da-f]+$/i.test(digits)) return undefined;
  const code = Number.parseInt(digits, 16);
  return code <= 0x10ffff ? code : undefined;
}
