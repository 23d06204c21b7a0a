/** The part of the web platform that every JavaScript runtime shares and that this room's types leave out. */
const platform = globalThis as unknown as {
  readonly atob: (text: string) => string;
  readonly btoa: (binary: string) => string;
};

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return platform.btoa(binary);
}

/** Null for a text that is no base64. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(platform.atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

/** A picture or drawing as an address that carries it. */
export function dataAddress(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${toBase64(bytes)}`;
}
