/** Unsigned little-endian numbers of `bytes` by position; the caller has checked that they are there. */
export function littleEndian(bytes: Uint8Array): {
  u16(at: number): number;
  u32(at: number): number;
  /** Beyond 2^53 the result is inexact, and then no safe integer. */
  u64(at: number): number;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    u16: (at) => view.getUint16(at, true),
    u32: (at) => view.getUint32(at, true),
    u64: (at) => view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true),
  };
}
