import { crc32c } from "../../../common/crc32";

/**
 * A file of TFRecords: for each record its length (uint64), that length's masked CRC-32C, the bytes, and their masked CRC-32C, all
 * little-endian (TensorFlow, `tensorflow/core/lib/io/record_writer.h`).
 */
export function recordFile(records: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(records.reduce((sum, { length }) => sum + length + 16, 0));
  const view = new DataView(file.buffer);
  let at = 0;
  for (const record of records) {
    view.setBigUint64(at, BigInt(record.length), true);
    view.setUint32(at + 8, maskedCrc(file.subarray(at, at + 8)), true);
    file.set(record, at + 12);
    view.setUint32(at + 12 + record.length, maskedCrc(record), true);
    at += record.length + 16;
  }
  return file;
}

/** Rotated and moved, so that the CRC of bytes that hold CRCs is no trivial one. */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
