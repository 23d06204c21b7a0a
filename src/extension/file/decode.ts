import { HglError } from "../../common/errors";

/** The text of a notebook's bytes, byte order mark included. Throws HglError "notebook" with the line that is not UTF-8. */
export function decodeNotebook(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new HglError({ code: "notebook", what: "the notebook is UTF-16 text", next: "save it as UTF-8" });
  const text = decoded(bytes);
  if (text !== null) return text;
  // No byte of a longer character is a line feed, so lines can be told apart before they are decoded.
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    if (decoded(bytes.subarray(start, end)) === null) break;
    start = end + 1;
    line++;
  }
  throw new HglError({
    code: "notebook",
    where: `line ${line}`,
    what: "the notebook is not UTF-8 text",
    next: "save it as UTF-8",
  });
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
