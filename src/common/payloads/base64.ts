const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** The `bytes` bytes that a text encodes; undefined unless it is exactly their base64 (RFC 4648, padded, unused bits zero). */
export function decodeBase64(text: string, bytes: number): Uint8Array | undefined {
  if (text.length !== 4 * Math.ceil(bytes / 3)) return undefined;
  const padding = (3 - (bytes % 3)) % 3;
  const digits = text.length - padding;
  for (let i = digits; i < text.length; i++) if (text[i] !== "=") return undefined;
  const out = new Uint8Array(bytes);
  let [held, bits, to] = [0, 0, 0];
  for (let i = 0; i < digits; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[to++] = (held >> bits) & 0xff;
  }
  return (held & ((1 << bits) - 1)) === 0 ? out : undefined;
}

/** Little-endian 16-bit integers. */
export function int16From(bytes: Uint8Array): Int16Array {
  const out = new Int16Array(bytes.length >> 1);
  for (let i = 0; i < out.length; i++) out[i] = bytes[2 * i]! | (bytes[2 * i + 1]! << 8);
  return out;
}

/** The base64 of bytes (RFC 4648, padded). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const held = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let digit = 0; digit < 4; digit++)
      text += i + digit > bytes.length ? "=" : ALPHABET[(held >> (18 - 6 * digit)) & 63]!;
  }
  return text;
}

/** Whole numbers as little-endian 16-bit integers. */
export function int16Bytes(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    bytes[2 * i] = values[i]! & 255;
    bytes[2 * i + 1] = (values[i]! >> 8) & 255;
  }
  return bytes;
}
