import { escapeXml, unescapeXml } from "../xml";
import { beginsWith, concatBytes, indexOfText, lastIndexOfText, latin1, utf8 } from "./bytes";
import type { Container } from "./container";

const BEFORE = '<hgl:provenance xmlns:hgl="urn:hocslm:provenance:1">';
const AFTER = "</hgl:provenance>";
const END = "%%EOF\n";

/**
 * The text stands in the document's XMP metadata, unpacked, so that it can be read without knowing PDF. It is appended as an incremental
 * update (ISO 32000-1, 7.5.6): the drawing's own bytes come first and stay as they were.
 */
export const pdfContainer: Container = {
  matches: (bytes) => beginsWith(bytes, utf8("%PDF-")),

  put(plain, text) {
    const { size, root, info, id, table } = trailerOf(plain);
    const packet = utf8(xmp(BEFORE + escapeXml(text) + AFTER));
    const metadata = concatBytes([
      utf8(`${size} 0 obj\n<< /Type /Metadata /Subtype /XML /Length ${packet.length} >>\nstream\n`),
      packet,
      utf8("\nendstream\nendobj\n"),
    ]);
    const catalog = utf8(
      `${root} 0 obj\n${catalogOf(plain, root, table).replace(/>>\s*$/, `/Metadata ${size} 0 R >>`)}\nendobj\n`,
    );
    const [atMetadata, atCatalog] = [plain.length, plain.length + metadata.length];
    const update = `xref
${root} 1
${offsetLine(atCatalog)}${size} 1
${offsetLine(atMetadata)}trailer
<< /Size ${size + 1} /Root ${root} 0 R /Info ${info} 0 R /ID ${id} /Prev ${table} >>
startxref
${atCatalog + catalog.length}
${END}`;
    return concatBytes([plain, metadata, catalog, utf8(update)]);
  },

  take(bytes) {
    const start = lastIndexOfText(bytes, BEFORE);
    const end = start < 0 ? -1 : indexOfText(bytes, AFTER, start);
    if (end < 0) return null;
    const plainEnd = lastIndexOfText(bytes.subarray(0, start), END);
    return {
      text: unescapeXml(latin1(bytes.subarray(start + BEFORE.length, end))),
      plain: bytes.subarray(0, plainEnd < 0 ? 0 : plainEnd + END.length),
    };
  },
};

interface Trailer {
  /** One more than the highest object number. */
  readonly size: number;
  readonly root: number;
  readonly info: number;
  readonly id: string;
  /** Where the table of objects begins. */
  readonly table: number;
}

function trailerOf(plain: Uint8Array): Trailer {
  const tail = latin1(plain.subarray(Math.max(0, plain.length - 1024)));
  const found =
    /trailer\s+<<([^]*)>>\s+startxref\n(\d+)\n%%EOF\n$/.exec(tail) ?? refuse("its trailer is not where it should be");
  const entry = (pattern: RegExp): string => pattern.exec(found[1]!)?.[1] ?? refuse(`${pattern.source} is missing`);
  return {
    size: Number(entry(/\/Size (\d+)/)),
    root: Number(entry(/\/Root (\d+) 0 R/)),
    info: Number(entry(/\/Info (\d+) 0 R/)),
    id: entry(/\/ID (\[[^\]]*\])/),
    table: Number(found[2]),
  };
}

/** The dictionary of the object that the document begins with. */
function catalogOf(plain: Uint8Array, root: number, table: number): string {
  const lines =
    /^xref\n0 \d+\n/.exec(latin1(plain.subarray(table, table + 32))) ?? refuse("it has no table of objects");
  const entry = table + lines[0].length + 20 * root;
  const offset = Number(latin1(plain.subarray(entry, entry + 10)));
  const end = indexOfText(plain, "endobj", offset);
  const found = new RegExp(`^${root} 0 obj\\s+(<<[^]*>>)\\s*$`).exec(latin1(plain.subarray(offset, end)));
  if (end < 0 || !found || found[1]!.includes("/Metadata")) return refuse("its catalog cannot be added to");
  return found[1]!;
}

function refuse(why: string): never {
  throw new RangeError(`this is no PDF made here: ${why}`);
}

function offsetLine(offset: number): string {
  return `${String(offset).padStart(10, "0")} 00000 n \n`;
}

function xmp(inside: string): string {
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="">${inside}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}
