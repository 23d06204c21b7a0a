import type { ByteSource } from "../source";
import { badBytes } from "./badBytes";
import { littleEndian } from "./littleEndian";
import { zip64Values } from "./zipDirectory";
import type { ZipRecord } from "./zipDirectory";

const HEADER = 0x04034b50;
const FIXED = 30;
const DESCRIPTOR = 0x08074b50;
const HAS_DESCRIPTOR = 1 << 3;
/** What both headers must say alike: encryption, the descriptor, the name's encoding. */
const SAME_FLAGS = 1 | HAS_DESCRIPTOR | (1 << 6) | (1 << 11) | (1 << 13);

/** Where an entry's data begin, after its local header said the same as the directory. `where` names the entry in errors. */
export function zipDataStart(source: ByteSource, record: ZipRecord, where: string): number {
  const fail = (what: string): never => {
    throw badBytes(where, record.at, what);
  };
  const fixed = source.read(record.at, FIXED);
  const le = littleEndian(fixed);
  if (le.u32(0) !== HEADER) fail("there is no local header where the directory says");
  const nameLength = le.u16(26);
  const extraLength = le.u16(28);
  const start = record.at + FIXED + nameLength + extraLength;
  if (start + record.compressed > record.end)
    fail(`the entry reaches beyond byte ${record.end}, where the next begins`);
  const rest = source.read(record.at + FIXED, nameLength + extraLength);
  const name = rest.subarray(0, nameLength);
  if (name.length !== record.rawName.length || name.some((byte, i) => byte !== record.rawName[i])) {
    fail("the local header has another name than the directory");
  }
  const flags = le.u16(6);
  if ((flags ^ record.flags) & SAME_FLAGS) fail(`the local header has flags ${flags}, the directory ${record.flags}`);
  if (le.u16(8) !== (record.deflated ? 8 : 0)) fail("the local header names another compression method");
  const [size, compressed] = zip64Values(rest.subarray(nameLength), [le.u32(22), le.u32(18), 0, 0], fail);
  const crc = le.u32(14);
  // A writer that could not go back leaves zeros here and says it after the data.
  const later = (flags & HAS_DESCRIPTOR) !== 0;
  const same = (local: number, central: number): boolean => local === central || (later && local === 0);
  if (!same(size, record.size)) fail(`the local header says ${size} bytes, the directory ${record.size}`);
  if (!same(compressed, record.compressed)) {
    fail(`the local header says ${compressed} compressed bytes, the directory ${record.compressed}`);
  }
  if (!same(crc, record.crc)) fail("the local header has another checksum than the directory");
  if (later) checkDescriptor(source, record, start + record.compressed, where);
  return start;
}

/** After the data: CRC and both sizes, in 32 or 64 bits, with or without a signature. */
function checkDescriptor(source: ByteSource, record: ZipRecord, at: number, where: string): void {
  const bytes = source.read(at, Math.min(24, record.end - at));
  const le = littleEndian(bytes);
  const fits = (from: number, wide: boolean): boolean => {
    const width = wide ? 8 : 4;
    if (from + 4 + 2 * width > bytes.length) return false;
    const size = (place: number): number => (wide ? le.u64(place) : le.u32(place));
    return (
      le.u32(from) === record.crc && size(from + 4) === record.compressed && size(from + 4 + width) === record.size
    );
  };
  const signed = bytes.length >= 4 && le.u32(0) === DESCRIPTOR;
  if ((signed && (fits(4, false) || fits(4, true))) || fits(0, false) || fits(0, true)) return;
  throw badBytes(where, at, "what stands after the entry's data contradicts the directory");
}
