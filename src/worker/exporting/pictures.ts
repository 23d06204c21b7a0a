import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import type { Picture, PictureType } from "../../figures/export/input";

/** More would make a file that nobody can send. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Pictures that the prose names, from the notebook's folder and from nowhere else: nothing is fetched, and a notebook from a stranger cannot
 * carry a file of yours into what you publish.
 */
export function picturesBeside(notebookPath: string): (source: string) => Picture {
  const known = new Map<string, Picture>();
  return (source) => {
    const picture = known.get(source) ?? pictureAt(source, dirname(notebookPath));
    known.set(source, picture);
    return picture;
  };
}

function pictureAt(source: string, folder: string): Picture {
  const carried = /^data:(image\/(?:png|jpeg|gif));base64,([A-Za-z0-9+/=]+)$/.exec(source);
  if (carried) return checked(Buffer.from(carried[2]!, "base64"));
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(source)) return refused("it is not a file beside the notebook");
  try {
    const inside = realpathSync(folder) + sep;
    const file = realpathSync(resolve(folder, decodeURIComponent(source.replace(/[?#].*$/, ""))));
    if (!file.startsWith(inside)) return refused("it lies outside the notebook's folder");
    if (statSync(file).size > MOST_BYTES) return refused("it is larger than 4 MB");
    return checked(readFileSync(file));
  } catch {
    return refused("it cannot be read");
  }
}

/** By what the bytes are, whatever the file's name says. */
function checked(bytes: Uint8Array): Picture {
  const type = typeOf(bytes);
  return type ? { ok: true, type, bytes } : refused("it is no PNG, JPEG, GIF or SVG");
}

function typeOf(bytes: Uint8Array): PictureType | undefined {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/.test(start)
    ? "image/svg+xml"
    : undefined;
}

function refused(why: string): Picture {
  return { ok: false, why };
}
