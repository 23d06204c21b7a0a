import { crc32 } from "../../common/crc32";
import { beginsWith, concatBytes, latin1, utf8 } from "./bytes";
import type { Container } from "./container";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Keyword, its end, no compression, no language, no translation. */
const HEAD = utf8("hocslm:provenance\0\0\0\0\0");

/** The text stands in an `iTXt` chunk before the picture's data. */
export const pngContainer: Container = {
  matches: (bytes) => beginsWith(bytes, SIGNATURE),

  put(plain, text) {
    const data = chunksOf(plain).find(({ type }) => type === "IDAT");
    if (!data) throw new RangeError("this is no PNG picture");
    return insert(plain, data.start, chunk("iTXt", concatBytes([HEAD, utf8(text)])));
  },

  take(bytes) {
    const found = chunksOf(bytes).find(({ type, data }) => type === "iTXt" && beginsWith(data, HEAD));
    if (!found) return null;
    return {
      text: latin1(found.data.subarray(HEAD.length)),
      plain: concatBytes([bytes.subarray(0, found.start), bytes.subarray(found.end)]),
    };
  },
};

const METRES_PER_INCH = 0.0254;

/** The picture with its resolution said (`pHYs`), right after its header. @throws RangeError for bytes that are no PNG */
export function withResolution(png: Uint8Array, dpi: number): Uint8Array {
  const [header] = chunksOf(png);
  if (header?.type !== "IHDR") throw new RangeError("this is no PNG picture");
  const perMetre = uint32(Math.round(dpi / METRES_PER_INCH));
  return insert(png, header.end, chunk("pHYs", concatBytes([perMetre, perMetre, Uint8Array.of(1)])));
}

/** A PNG's size in pixels and its resolution in dots to the inch, null where it says none; null for bytes that are no PNG. */
export function pngFacts(png: Uint8Array): { width: number; height: number; dpi: number | null } | null {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type, data }) => type === "IHDR" && data.length === 13);
  if (!header) return null;
  const resolution = chunks.find(({ type, data }) => type === "pHYs" && data.length === 9 && data[8] === 1);
  return {
    width: viewOf(header.data).getUint32(0),
    height: viewOf(header.data).getUint32(4),
    dpi: resolution ? viewOf(resolution.data).getUint32(0) * METRES_PER_INCH : null,
  };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** Where its length stands, and where the next chunk begins. */
  readonly start: number;
  readonly end: number;
}

/** As many chunks as are whole; each takes at least twelve bytes, so any file comes to its end. */
function chunksOf(bytes: Uint8Array): Chunk[] {
  if (!beginsWith(bytes, SIGNATURE)) return [];
  const chunks: Chunk[] = [];
  for (let start = SIGNATURE.length; start + 12 <= bytes.length;) {
    const end = start + 12 + viewOf(bytes).getUint32(start);
    if (end > bytes.length) break;
    const type = latin1(bytes.subarray(start + 4, start + 8));
    chunks.push({ type, data: bytes.subarray(start + 8, end - 4), start, end });
    start = end;
  }
  return chunks;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concatBytes([utf8(type), data]);
  return concatBytes([uint32(data.length), body, uint32(crc32(body))]);
}

function insert(bytes: Uint8Array, at: number, piece: Uint8Array): Uint8Array {
  return concatBytes([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
