import type { Cursor } from "./cursor";
import { COST } from "./machine";
import type { Machine } from "./machine";
import { PickledBytes, PickledText } from "./values";

/** Longer texts stay in the file: those of arrays, not of names. */
const LONG_TEXT = 4096;
/** Bytes of a single number are wanted at once. */
const SHORT_BYTES = 16;
/** Whole numbers of a data set are counts and labels. */
const MOST_INTEGER_BYTES = 64;

type Run = (machine: Machine, cursor: Cursor) => void;

/** Opcodes that push a value which stands in the file in binary; false when `code` is none of them. */
export function runLiteral(code: number, machine: Machine, cursor: Cursor): boolean {
  const run = LITERALS[code];
  run?.(machine, cursor);
  return run !== undefined;
}

const LITERALS: Readonly<Record<number, Run>> = {
  // NONE, NEWTRUE, NEWFALSE
  0x4e: (m) => m.push(null),
  0x88: (m) => m.push(true),
  0x89: (m) => m.push(false),
  // BININT, BININT1, BININT2, LONG1, LONG4, BINFLOAT
  0x4a: (m, c) => m.push(c.i32()),
  0x4b: (m, c) => m.push(c.u8()),
  0x4d: (m, c) => m.push(c.u16()),
  0x8a: (m, c) => pushLong(m, c, c.u8()),
  0x8b: (m, c) => pushLong(m, c, c.i32()),
  0x47: (m, c) => m.push(c.bigEndianDouble()),
  // BINSTRING, SHORT_BINSTRING: Python 2's bytes, which are text unless an array takes them.
  0x54: (m, c) => pushOldString(m, c, c.u32()),
  0x55: (m, c) => pushOldString(m, c, c.u8()),
  // BINUNICODE, SHORT_BINUNICODE, BINUNICODE8
  0x58: (m, c) => pushText(m, c, c.u32()),
  0x8c: (m, c) => pushText(m, c, c.u8()),
  0x8d: (m, c) => pushText(m, c, c.u64()),
  // BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8
  0x42: (m, c) => pushBytes(m, c, c.u32()),
  0x43: (m, c) => pushBytes(m, c, c.u8()),
  0x8e: (m, c) => pushBytes(m, c, c.u64()),
  0x96: (m, c) => pushBytes(m, c, c.u64()),
};

function pushLong(machine: Machine, cursor: Cursor, length: number): void {
  if (length < 0 || length > MOST_INTEGER_BYTES) {
    machine.fail(`a whole number of ${length} bytes is over the limit of ${MOST_INTEGER_BYTES}`);
  }
  const bytes = cursor.bytes(length);
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  value = BigInt.asIntN(8 * length, value);
  const plain = Number(value);
  machine.push(Number.isSafeInteger(plain) ? plain : value, COST.object);
}

function pushText(machine: Machine, cursor: Cursor, length: number): void {
  if (length > LONG_TEXT) machine.push(new PickledText(cursor.skip(length), length), COST.object);
  else machine.push(cursor.text(length), COST.text + 2 * length);
}

function pushBytes(machine: Machine, cursor: Cursor, length: number): void {
  const held = length <= SHORT_BYTES ? cursor.bytes(length) : undefined;
  const at = held ? cursor.at - length : cursor.skip(length);
  machine.push(new PickledBytes(at, length, held), held ? 2 * COST.object : COST.object);
}

function pushOldString(machine: Machine, cursor: Cursor, length: number): void {
  if (length > LONG_TEXT) pushBytes(machine, cursor, length);
  else machine.push(String.fromCharCode(...cursor.bytes(length)), COST.text + 2 * length);
}
