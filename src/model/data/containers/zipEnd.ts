import type { ByteSource } from "../source";
import { badBytes } from "./badBytes";
import { littleEndian } from "./littleEndian";

const END = 0x06054b50;
const END_BYTES = 22;
const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const MOST_COMMENT = 0xffff;

/** Where the central directory lies, its bytes and its entries. */
export interface DirectoryPlace {
  readonly at: number;
  readonly size: number;
  readonly entries: number;
}

/** Finds the directory of a plain or zip64 archive from the file's end. Throws HglError "data" where the records contradict each other. */
export function endOfDirectory(source: ByteSource): DirectoryPlace {
  const { name, size } = source;
  const tail = source.read(Math.max(0, size - END_BYTES - MOST_COMMENT), Math.min(size, END_BYTES + MOST_COMMENT));
  const le = littleEndian(tail);
  let at = tail.length - END_BYTES;
  // A record counts when its comment ends with the file.
  while (at >= 0 && !(le.u32(at) === END && at + END_BYTES + le.u16(at + 20) === tail.length)) at--;
  if (at < 0) throw badBytes(name, size, "this is no zip archive, or its end is missing");
  const place = size - tail.length + at;
  const plain = {
    disks: le.u16(at + 4) + le.u16(at + 6),
    here: le.u16(at + 8),
    entries: le.u16(at + 10),
    size: le.u32(at + 12),
    at: le.u32(at + 16),
  };
  const wide = [plain.here, plain.entries].includes(0xffff) || [plain.size, plain.at].includes(0xffffffff);
  const found = wide ? (endOfDirectory64(source, place) ?? { ...plain, end: place }) : { ...plain, end: place };
  if (found.disks !== 0 || found.here !== found.entries) {
    throw badBytes(name, place, "the archive is split over several files", "join its parts first");
  }
  if (found.at + found.size !== found.end) {
    const what = `the directory should end at byte ${found.end} but ends at ${found.at + found.size}`;
    throw badBytes(name, place, what);
  }
  return found;
}

interface End extends DirectoryPlace {
  readonly disks: number;
  readonly here: number;
  readonly end: number;
}

function endOfDirectory64(source: ByteSource, before: number): End | undefined {
  const { name } = source;
  if (before < LOCATOR_BYTES + END64_BYTES) return undefined;
  const locator = littleEndian(source.read(before - LOCATOR_BYTES, LOCATOR_BYTES));
  if (locator.u32(0) !== LOCATOR) return undefined;
  const at = locator.u64(8);
  if (at + END64_BYTES > before - LOCATOR_BYTES) throw badBytes(name, before, `no zip64 record can be at byte ${at}`);
  const le = littleEndian(source.read(at, END64_BYTES));
  if (le.u32(0) !== END64 || at + 12 + le.u64(4) !== before - LOCATOR_BYTES) {
    throw badBytes(name, at, "there is no zip64 record of the stated length");
  }
  const disks = locator.u32(4) + le.u32(16) + le.u32(20);
  return { disks, here: le.u64(24), entries: le.u64(32), size: le.u64(40), at: le.u64(48), end: at };
}
