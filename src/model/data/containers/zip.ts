import type { ByteSource } from "../source";
import { badFile, shown } from "./badBytes";
import { partOf } from "./memoryBytes";
import { zipDirectory } from "./zipDirectory";
import type { ZipRecord } from "./zipDirectory";
import { forwardBytes, zipChunks } from "./zipInflate";
import { zipDataStart } from "./zipLocal";

/** A zip archive whose directory was checked; nothing of the entries is read yet. */
export interface Zip {
  readonly name: string;
  /** Files in the order of the directory. */
  readonly names: readonly string[];
  has(entry: string): boolean;
  /** Uncompressed bytes. */
  sizeOf(entry: string): number;
  /**
   * An entry's bytes by position. A stored entry is read where it lies; a deflated one forwards, in bounded memory, and from its beginning
   * again whenever an earlier position is asked for; its checksum is compared when its last byte is read. Throws HglError "data" where the
   * headers contradict each other.
   */
  bytes(entry: string): ByteSource;
  isDeflated(entry: string): boolean;
  /** Reads the whole entry and compares size and CRC-32 with the headers. Throws HglError "data" when they differ. */
  check(entry: string): void;
}

/**
 * Opens an archive for reading: stored and deflated entries of plain and zip64 archives. Throws HglError "data" for what an honest writer does
 * not make: overlapping entries, two of one name, names that leave the folder, encryption, other methods, archives within, ratios of a bomb.
 */
export function openZip(source: ByteSource): Zip {
  const records = zipDirectory(source);
  const record = (entry: string): ZipRecord => {
    const found = records.get(entry);
    if (found) return found;
    const some = [...records.keys()].slice(0, 6).join(", ");
    throw badFile(source.name, `there is no entry ${shown(entry)} among the archive's ${records.size} (${some})`);
  };
  const nameOf = (entry: string): string => `${source.name}, entry ${entry}`;
  const stored = (entry: string): { found: ZipRecord; raw: ByteSource } => {
    const found = record(entry);
    const from = zipDataStart(source, found, nameOf(entry));
    return { found, raw: partOf(source, nameOf(entry), from, found.compressed) };
  };
  return {
    name: source.name,
    names: [...records.keys()],
    has: (entry) => records.has(entry),
    sizeOf: (entry) => record(entry).size,
    bytes(entry) {
      const { found, raw } = stored(entry);
      return found.deflated ? forwardBytes(raw.name, found.size, () => zipChunks(raw, found)) : raw;
    },
    isDeflated: (entry) => record(entry).deflated,
    check(entry) {
      const { found, raw } = stored(entry);
      const chunks = zipChunks(raw, found);
      while (!chunks.next().done) continue;
    },
  };
}
