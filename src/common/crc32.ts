/** Four tables, so that four bytes are taken at a time: archives of several gigabytes are checked whole. */
type Tables = readonly [Int32Array, Int32Array, Int32Array, Int32Array];

const IEEE = tables(0xedb88320);
const CASTAGNOLI = tables(0x82f63b78);

/** The CRC-32 of zip and PNG files (polynomial 0xEDB88320) of bytes after those whose CRC is `before`; 0 for none. */
export function crc32(bytes: Uint8Array, before = 0): number {
  return checksum(bytes, before, IEEE);
}

/** The CRC-32C of iSCSI (RFC 3720; polynomial 0x82F63B78), which TensorFlow's records have too. */
export function crc32c(bytes: Uint8Array): number {
  return checksum(bytes, 0, CASTAGNOLI);
}

function checksum(bytes: Uint8Array, before: number, [t0, t1, t2, t3]: Tables): number {
  let crc = ~before;
  let at = 0;
  for (const whole = bytes.length - (bytes.length % 4); at < whole; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc = t3[crc & 255]! ^ t2[(crc >>> 8) & 255]! ^ t1[(crc >>> 16) & 255]! ^ t0[crc >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = t0[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function tables(polynomial: number): Tables {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
  const next = (table: Int32Array): Int32Array => table.map((crc) => first[crc & 255]! ^ (crc >>> 8));
  const second = next(first);
  const third = next(second);
  return [first, second, third, next(third)];
}
