import { createHash } from "node:crypto";
import { crc32 } from "../../common/crc32";
import type { EncodedText } from "./textEncoder";

/**
 * A text's vectors as they lie in a file, little-endian:
 *
 *     "HGLV" | length of the whole record, u32 | SHA-256 of the text | D, u32 | L, i32 (-1 without token features) | sentence, float32 [D]
 *     | tokens, float32 [L, D] | CRC-32 of all before, u32
 *
 * The length follows from D and L and stands there as well, so that a reader is not led astray by a damaged one.
 */
export const MARK = Buffer.from("HGLV");
export const HEAD = 48;
const TAIL = 4;
const NO_TOKENS = -1;
/** Larger ones are damage. */
const MOST_BYTES = 1 << 26;

/** Of UTF-16 units: as UTF-8, different lone surrogates would be one text. */
export function textKey(text: string): string {
  return createHash("sha256").update(Buffer.from(text, "utf16le")).digest("hex");
}

/** @param key of the text, as `textKey` gives it */
export function encodeRecord(key: string, { sentence, tokens }: EncodedText): Uint8Array {
  const length = HEAD + 4 * (sentence.length + (tokens?.length ?? 0)) + TAIL;
  const record = Buffer.alloc(length);
  MARK.copy(record);
  record.writeUInt32LE(length, 4);
  record.write(key, 8, "hex");
  record.writeUInt32LE(sentence.length, 40);
  record.writeInt32LE(tokens ? tokens.length / sentence.length : NO_TOKENS, 44);
  let at = HEAD;
  for (const value of [...sentence, ...(tokens ?? [])]) at = record.writeFloatLE(value, at);
  record.writeUInt32LE(crc32(record.subarray(0, at)), at);
  return record;
}

/** Bytes of the record that begins with this head; undefined where none can begin. */
export function recordLength(head: Buffer): number | undefined {
  if (!head.subarray(0, MARK.length).equals(MARK)) return undefined;
  const dimension = head.readUInt32LE(40);
  const tokens = head.readInt32LE(44);
  const length = HEAD + 4 * dimension * (1 + Math.max(0, tokens)) + TAIL;
  const sound = dimension > 0 && tokens >= NO_TOKENS && length <= MOST_BYTES && length === head.readUInt32LE(4);
  return sound ? length : undefined;
}

/** A whole record's key and vectors; undefined where its checksum does not hold. */
export function decodeRecord(record: Buffer): { readonly key: string; readonly encoded: EncodedText } | undefined {
  const end = record.length - TAIL;
  if (crc32(record.subarray(0, end)) !== record.readUInt32LE(end)) return undefined;
  const dimension = record.readUInt32LE(40);
  const tokens = record.readInt32LE(44);
  const values = Float32Array.from({ length: (end - HEAD) / 4 }, (_, i) => record.readFloatLE(HEAD + 4 * i));
  return {
    key: record.toString("hex", 8, 40),
    encoded: {
      sentence: values.slice(0, dimension),
      tokens: tokens === NO_TOKENS ? null : values.slice(dimension),
    },
  };
}
