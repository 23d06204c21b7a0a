/** The part of the web platform that every JavaScript runtime shares and that this room's types leave out. */
const platform = globalThis as unknown as {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    name: string,
    options: { fatal: boolean; ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array): string };
};

export function utf8(text: string): Uint8Array {
  return new platform.TextEncoder().encode(text);
}

/** Null for bytes that are no UTF-8. A byte order mark stays. */
export function fromUtf8(bytes: Uint8Array): string | null {
  try {
    return new platform.TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** One character a byte, for formats whose syntax is ASCII. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function beginsWith(bytes: Uint8Array, start: ArrayLike<number>): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false;
  return true;
}

/** Where a text of ASCII characters stands last, or -1. */
export function lastIndexOfText(bytes: Uint8Array, text: string): number {
  const wanted = utf8(text);
  for (let at = bytes.length - wanted.length; at >= 0; at--)
    if (bytes[at] === wanted[0] && beginsWith(bytes.subarray(at), wanted)) return at;
  return -1;
}

/** Where a text of ASCII characters stands first at or after `from`, or -1. */
export function indexOfText(bytes: Uint8Array, text: string, from = 0): number {
  const wanted = utf8(text);
  for (let at = bytes.indexOf(wanted[0]!, from); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1))
    if (beginsWith(bytes.subarray(at), wanted)) return at;
  return -1;
}
