import type { ByteSource } from "../source";
import { badFile } from "./badBytes";

/** Bytes that lie in memory, as a source. */
export function memoryBytes(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read(at, length) {
      checkRange(name, bytes.length, at, length);
      return bytes.subarray(at, at + length);
    },
  };
}

/** The bytes [from, from + size) of another source, as a source of their own. */
export function partOf(source: ByteSource, name: string, from: number, size: number): ByteSource {
  checkRange(source.name, source.size, from, size);
  return {
    name,
    size,
    read(at, length) {
      checkRange(name, size, at, length);
      return source.read(from + at, length);
    },
  };
}

/** Throws HglError "data" where a source of `size` bytes does not hold [at, at + length). */
export function checkRange(name: string, size: number, at: number, length: number): void {
  if (at >= 0 && length >= 0 && at + length <= size) return;
  throw badFile(name, `the bytes end at ${size}, before byte ${at + length}`);
}

/** All bytes of a source in order, in chunks of at most `chunk`. */
export function* chunksOf(source: ByteSource, chunk: number): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += chunk) yield source.read(at, Math.min(chunk, source.size - at));
}
