import { strFromU8 } from "fflate";
import type { ByteSource } from "../source";
import { badBytes, shown } from "./badBytes";
import { endOfDirectory } from "./zipEnd";
import { littleEndian } from "./littleEndian";

/** One entry as the central directory has it. */
export interface ZipRecord {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly deflated: boolean;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  /** Where its local header begins, and where the next thing in the file does. */
  readonly at: number;
  readonly end: number;
}

const HEADER = 0x02014b50;
const FIXED = 46;
const LOCAL_FIXED = 30;
const MOST_ENTRIES = 400_000;
const ENCRYPTED = 1 | (1 << 6) | (1 << 13);
const UTF8 = 1 << 11;
/** Deflate reaches 1,032; arrays padded with zeros may be as good, but hardly for hundreds of megabytes. */
const MOST_RATIO = 1032;
const BIG = 256 * 2 ** 20;
const MOST_RATIO_WHEN_BIG = 400;

/** The entries that are files, by name, checked against each other and against the archive's size. */
export function zipDirectory(source: ByteSource): ReadonlyMap<string, ZipRecord> {
  const { name } = source;
  const end = endOfDirectory(source);
  if (end.entries > MOST_ENTRIES) {
    throw badBytes(name, end.at, `${end.entries} entries are over the limit of ${MOST_ENTRIES}`, "unpack the archive");
  }
  if (end.entries * FIXED > end.size) {
    throw badBytes(name, end.at, `a directory of ${end.size} bytes cannot hold ${end.entries} entries`);
  }
  const bytes = source.read(end.at, end.size);
  const records: Unplaced[] = [];
  let at = 0;
  for (let i = 0; i < end.entries; i++) {
    const record = readRecord(bytes, at, end.at, name);
    records.push(record.entry);
    at = record.next;
  }
  if (at !== bytes.length) throw badBytes(name, end.at + at, "the directory goes on after its last entry");
  return checked(records, end.at, source);
}

type Unplaced = Omit<ZipRecord, "end">;

function readRecord(bytes: Uint8Array, at: number, base: number, file: string): { entry: Unplaced; next: number } {
  const place = base + at;
  if (at + FIXED > bytes.length) throw badBytes(file, place, "the directory ends within an entry");
  const le = littleEndian(bytes);
  if (le.u32(at) !== HEADER) throw badBytes(file, place, "there is no directory entry where one should begin");
  const nameLength = le.u16(at + 28);
  const extraLength = le.u16(at + 30);
  const next = at + FIXED + nameLength + extraLength + le.u16(at + 32);
  if (next > bytes.length) throw badBytes(file, place, "an entry reaches beyond the directory");
  const rawName = bytes.slice(at + FIXED, at + FIXED + nameLength);
  const flags = le.u16(at + 8);
  const name = strFromU8(rawName, (flags & UTF8) === 0 && rawName.some((byte) => byte > 127));
  const fail = (what: string, then?: string): never => {
    throw badBytes(`${file}, entry ${shown(name)}`, place, what, then);
  };
  checkName(name, fail);
  if (flags & ENCRYPTED) fail("the entry is encrypted", "unpack the archive with its password and pack it without");
  const method = le.u16(at + 10);
  if (method !== 0 && method !== 8) {
    fail(`compression method ${method} is neither stored nor deflate`, "unpack the archive and pack it as a plain zip");
  }
  const extra = bytes.subarray(at + FIXED + nameLength, at + FIXED + nameLength + extraLength);
  const [size, compressed, local, disk] = zip64Values(
    extra,
    [le.u32(at + 24), le.u32(at + 20), le.u32(at + 42), le.u16(at + 34)],
    fail,
  );
  if (disk !== 0) fail("the entry is on another disk", "join the archive's parts first");
  if (method === 0 && size !== compressed) fail(`${compressed} stored bytes cannot be ${size} bytes`);
  return {
    entry: { name, rawName, flags, deflated: method === 8, crc: le.u32(at + 16), compressed, size, at: local },
    next,
  };
}

/** Sizes and offsets that stand in the zip64 field where 32 (or 16) bits are all ones, in this order. */
export function zip64Values(
  extra: Uint8Array,
  values: readonly [number, number, number, number],
  fail: (what: string) => never,
): [number, number, number, number] {
  const field = extraField(extra, 1, fail);
  const out: [number, number, number, number] = [...values];
  let at = 0;
  for (let i = 0; i < 4; i++) {
    if (values[i] !== (i === 3 ? 0xffff : 0xffffffff)) continue;
    const width = i === 3 ? 4 : 8;
    if (!field || at + width > field.length) fail("a 64-bit size or offset is missing");
    const le = littleEndian(field!);
    const value = width === 4 ? le.u32(at) : le.u64(at);
    if (!Number.isSafeInteger(value)) fail("a size or offset is beyond any file");
    out[i] = value;
    at += width;
  }
  return out;
}

function extraField(extra: Uint8Array, id: number, fail: (what: string) => never): Uint8Array | undefined {
  const le = littleEndian(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const length = le.u16(at + 2);
    if (at + 4 + length > extra.length) return fail("an extra field reaches beyond the others");
    if (le.u16(at) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

function checkName(name: string, fail: (what: string, next?: string) => never): void {
  const parts = name.split("/");
  if (name === "" || name.includes("\0")) fail("the name is empty or holds a zero byte");
  if (parts[0] === "" || parts.includes("..") || name.includes("\\") || /^[a-z]:/i.test(name)) {
    fail("the name leads out of the archive's folder", "do not trust this file; fetch it from its publisher");
  }
  if (/\.zip$/i.test(name)) fail("the entry is an archive itself", "unpack the outer archive first");
}

function checked(records: readonly Unplaced[], directory: number, source: ByteSource): ReadonlyMap<string, ZipRecord> {
  const byPlace = [...records].sort((a, b) => a.at - b.at);
  const ends = new Map<Unplaced, number>();
  byPlace.forEach((record, i) => {
    const end = byPlace[i + 1]?.at ?? directory;
    if (record.at + LOCAL_FIXED + record.rawName.length + record.compressed > end) {
      const what = `the entry reaches into byte ${end}, where ${i + 1 < byPlace.length ? "another" : "the directory"} begins`;
      throw badBytes(`${source.name}, entry ${shown(record.name)}`, record.at, what, "do not trust this file");
    }
    ends.set(record, end);
  });
  const files = new Map<string, ZipRecord>();
  const seen = new Set<string>();
  let total = 0;
  for (const record of records) {
    const where = `${source.name}, entry ${shown(record.name)}`;
    if (seen.has(record.name)) throw badBytes(where, record.at, "another entry has the same name");
    seen.add(record.name);
    checkRatio(where, record.at, record.size, record.compressed);
    total += record.size;
    if (!record.name.endsWith("/")) files.set(record.name, { ...record, end: ends.get(record)! });
    else if (record.size > 0) throw badBytes(where, record.at, `a folder cannot hold ${record.size} bytes`);
  }
  checkRatio(source.name, directory, total, source.size);
  return files;
}

function checkRatio(where: string, at: number, size: number, compressed: number): void {
  const most = size > BIG ? MOST_RATIO_WHEN_BIG : MOST_RATIO;
  if (size <= most * compressed + 64) return;
  const what = `${compressed} bytes would grow to ${size}, as no data set does`;
  throw badBytes(where, at, what, "do not trust this file; fetch it from its publisher");
}
