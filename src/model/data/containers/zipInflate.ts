import { Inflate } from "fflate";
import { HglError } from "../../../common/errors";
import type { ByteSource } from "../source";
import { badBytes } from "./badBytes";
import { crc32 } from "../../../common/crc32";
import { checkRange, chunksOf } from "./memoryBytes";

/** Deflate never gives more than 1,032 bytes for one: at first 1 MB at a time, and up to 8 MB only where it has given little. */
const FIRST_CHUNK = 1024;
const DEFLATED_CHUNK = 8 * 1024;
const LITTLE = 128 * 1024;
const STORED_CHUNK = 2 ** 20;

export interface Packed {
  readonly deflated: boolean;
  readonly size: number;
  readonly crc: number;
}

/**
 * An entry's bytes in order, in chunks of at most 8 MB; after the last one size and CRC-32 are compared. Throws HglError "data" as soon as there
 * are more bytes than announced.
 */
export function* zipChunks(raw: ByteSource, { deflated, size, crc }: Packed): Generator<Uint8Array> {
  let read = 0;
  let sum = 0;
  for (const chunk of deflated ? inflated(raw) : chunksOf(raw, STORED_CHUNK)) {
    read += chunk.length;
    if (read > size) throw badBytes(raw.name, size, `the entry is longer than the ${size} bytes it should have`);
    sum = crc32(chunk, sum);
    if (chunk.length > 0) yield chunk;
  }
  if (read !== size) throw badBytes(raw.name, read, `the entry has ${read} bytes where its header says ${size}`);
  if (sum !== crc) {
    const what = `the checksum is ${hex(sum)} where the header says ${hex(crc)}: the bytes were changed or lost`;
    throw badBytes(raw.name, size, what);
  }
}

function* inflated(raw: ByteSource): Generator<Uint8Array> {
  let out: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => out.push(chunk));
  let length = FIRST_CHUNK;
  for (let at = 0; at < raw.size;) {
    const chunk = raw.read(at, Math.min(length, raw.size - at));
    at += chunk.length;
    try {
      inflate.push(chunk, at === raw.size);
    } catch (error) {
      if (error instanceof HglError) throw error;
      throw badBytes(raw.name, at, `the compressed bytes cannot be read (${(error as Error).message})`);
    }
    const given = out.reduce((sum, part) => sum + part.length, 0);
    if (given < LITTLE) length = Math.min(2 * length, DEFLATED_CHUNK);
    yield* out;
    out = [];
  }
}

/** Bytes by position where they only come one after another: going back begins anew. `chunks` are `size` bytes, or throw. */
export function forwardBytes(name: string, size: number, chunks: () => Iterator<Uint8Array>): ByteSource {
  let source = chunks();
  let chunk = new Uint8Array(0);
  let start = 0;
  const next = (): void => {
    start += chunk.length;
    const { value, done } = source.next() as IteratorResult<Uint8Array, undefined>;
    if (done) throw badBytes(name, start, `the bytes end before byte ${size}`);
    chunk = value as Uint8Array<ArrayBuffer>;
  };
  return {
    name,
    size,
    read(at, length) {
      checkRange(name, size, at, length);
      if (at < start) {
        source = chunks();
        chunk = new Uint8Array(0);
        start = 0;
      }
      while (at >= start + chunk.length && at + length > start + chunk.length) next();
      const bytes = new Uint8Array(length);
      for (let filled = 0; filled < length;) {
        if (at + filled >= start + chunk.length) next();
        const part = chunk.subarray(at + filled - start, at + length - start);
        bytes.set(part, filled);
        filled += part.length;
      }
      // With the last byte the checksum is due.
      if (at + length === size && start + chunk.length === size) source.next();
      return bytes;
    },
  };
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, "0");
}
