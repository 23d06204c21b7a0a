import { escapeXml, unescapeXml } from "../xml";
import { fromUtf8, utf8 } from "./bytes";
import type { Container } from "./container";

const BEFORE = '<metadata><hgl:provenance xmlns:hgl="urn:hocslm:provenance:1">';
const AFTER = "</hgl:provenance></metadata>";
const ROOT = /^\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<svg(?=[\s>])[^>]*>/;

/** The text stands in an element of its own, right after the root's tag. */
export const svgContainer: Container = {
  matches: (bytes) => ROOT.test(fromUtf8(bytes) ?? ""),

  put(plain, text) {
    const drawing = fromUtf8(plain) ?? "";
    const root = ROOT.exec(drawing)?.[0].length;
    if (root === undefined) throw new RangeError("this is no SVG drawing");
    return utf8(drawing.slice(0, root) + BEFORE + escapeXml(text) + AFTER + drawing.slice(root));
  },

  take(bytes) {
    const drawing = fromUtf8(bytes);
    if (drawing === null) return null;
    const start = drawing.indexOf(BEFORE);
    const end = start < 0 ? -1 : drawing.indexOf(AFTER, start);
    if (end < 0) return null;
    return {
      text: unescapeXml(drawing.slice(start + BEFORE.length, end)),
      plain: utf8(drawing.slice(0, start) + drawing.slice(end + AFTER.length)),
    };
  },
};
