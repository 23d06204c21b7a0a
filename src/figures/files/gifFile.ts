import { beginsWith, concatBytes, latin1, utf8 } from "./bytes";
import type { Container } from "./container";

const [EXTENSION, IMAGE, TRAILER, COMMENT] = [0x21, 0x2c, 0x3b, 0xfe];
const HEAD = "hocslm:provenance ";

/** The text stands in a comment before the file's last byte. */
export const gifContainer: Container = {
  matches: (bytes) => beginsWith(bytes, utf8("GIF89a")) || beginsWith(bytes, utf8("GIF87a")),

  put(plain, text) {
    const trailer = blocksOf(plain).find(({ kind }) => kind === TRAILER);
    if (!trailer) throw new RangeError("this is no GIF picture");
    const comment = concatBytes([Uint8Array.of(EXTENSION, COMMENT), subBlocks(utf8(HEAD + text))]);
    return concatBytes([plain.subarray(0, trailer.start), comment, plain.subarray(trailer.start)]);
  },

  take(bytes) {
    for (const { kind, start, end } of blocksOf(bytes)) {
      if (kind !== EXTENSION || bytes[start + 1] !== COMMENT) continue;
      const text = latin1(joined(bytes, start + 2));
      if (!text.startsWith(HEAD)) continue;
      return {
        text: text.slice(HEAD.length),
        plain: concatBytes([bytes.subarray(0, start), bytes.subarray(end)]),
      };
    }
    return null;
  },
};

interface Block {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

/** The blocks after the header, up to the trailer or to the first that is cut off. */
function blocksOf(bytes: Uint8Array): Block[] {
  if (!gifContainer.matches(bytes) || bytes.length < 13) return [];
  const blocks: Block[] = [];
  for (let start = 13 + colourTable(bytes[10]!); start < bytes.length;) {
    const kind = bytes[start]!;
    if (kind === TRAILER) return [...blocks, { kind, start, end: start + 1 }];
    if (kind !== EXTENSION && kind !== IMAGE) break;
    const data = kind === EXTENSION ? start + 2 : start + 11 + colourTable(bytes[start + 9] ?? 0);
    const end = endOfSubBlocks(bytes, data);
    if (end > bytes.length) break;
    blocks.push({ kind, start, end });
    start = end;
  }
  return blocks;
}

/** Bytes of the table of colours that packed fields announce. */
function colourTable(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

/** Behind the empty piece that ends a chain; beyond the file where it is cut off. */
function endOfSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

function joined(bytes: Uint8Array, start: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = start; at < bytes.length && bytes[at] !== 0; at += bytes[at]! + 1)
    pieces.push(bytes.subarray(at + 1, at + 1 + bytes[at]!));
  return concatBytes(pieces);
}

/** A chain of pieces of at most 255 bytes. */
function subBlocks(data: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const piece = data.subarray(at, at + 255);
    pieces.push(Uint8Array.of(piece.length), piece);
  }
  return concatBytes([...pieces, Uint8Array.of(0)]);
}
