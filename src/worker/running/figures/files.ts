import { join, relative, dirname } from "node:path";
import { HglError } from "../../../common/errors";
import { BLOCK_PARTS } from "../../../common/vocabulary";
import { figureFile, paintedFrames } from "../../../figures/files";
import { certify, readCertificate } from "../../../figures/files/certificate";
import { certificateText, type Certificate } from "../../../figures/provenance";
import type { FigureFormat } from "../../../notebook/cells/figure";
import type { ResolvedFigure } from "../../../notebook/resolve";
import { makeFolder, readIfThere, writeFileAtomic } from "../../store/atomicFile";
import { sha256 } from "../../store/runFolder";
import { certificateOf } from "../birthCertificate";
import { figureTools } from "../figureTools";
import type { OpenedNotebook } from "../openNotebook";
import type { Drawing } from "./draw";

type Still = Exclude<FigureFormat, "webm" | "mp4">;

export interface WrittenFile {
  readonly format: string;
  /** Relative to the notebook's folder, with forward slashes. */
  readonly name: string;
  readonly bytes: number;
}

/** GIF files look soft at one pixel to a CSS px. */
const GIF_SCALE = 1.5;
const VIDEO_SCALE = 2;

/** What a figure's file says of its making; only what its format depends on is an option. */
export function figureCertificate(
  cell: ResolvedFigure,
  drawing: Pick<Drawing, "runs" | "network">,
  opened: OpenedNotebook,
  format: FigureFormat,
): Omit<Certificate, "content"> {
  const { venue, width, height = null, scheme, dpi } = cell;
  const { network } = drawing;
  const diagram = network ? { part: cell.part, ...(BLOCK_PARTS.includes(cell.part) ? { block: cell.block } : {}), ...network } : {}; // prettier-ignore
  const options = { venue, width, height, scheme, format, ...(format === "png" ? { dpi } : {}), ...diagram };
  return certificateOf(opened, {
    cell: cell.id,
    figure: cell.figure,
    options,
    runs: drawing.runs.map(({ spec }) => spec),
  });
}

/** A figure as a file of a format, certificate inside. @throws HglError "cell" */
export async function figureBytes(
  cell: ResolvedFigure,
  drawing: Drawing,
  opened: OpenedNotebook,
  format: Still,
): Promise<Uint8Array> {
  const certificate = figureCertificate(cell, drawing, opened, format);
  const tools = figureTools();
  const { title, svg, animation } = drawing;
  if (format !== "gif") return await figureFile(svg, { format, title, dpi: cell.dpi }, tools, certificate, sha256);
  if (!animation) throw new HglError({ code: "cell", where: `#${cell.id}`, what: `${cell.figure} does not move` });
  const { framesToGif } = await import("../../../figures/files/gif");
  return certify(await framesToGif(await paintedFrames(animation, tools, GIF_SCALE)), certificate, sha256);
}

/**
 * Writes a figure into the folder `figures` beside its notebook, in every format its cell names. A file that no figure cell has written is
 * left alone.
 *
 * @throws HglError "cell" for a name that is taken, "device" where ffmpeg is missing, "disk"
 */
export async function writeFigure(
  cell: ResolvedFigure,
  drawing: Drawing,
  opened: OpenedNotebook,
  signal?: AbortSignal,
): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const format of cell.formats) {
    const path = figurePath(cell, opened, format);
    if (format === "webm" || format === "mp4") {
      const { writeVideo } = await import("../video");
      keepForeign(path, cell.id, saysCertificate);
      makeFolder(dirname(path));
      const frames = await paintedFrames(drawing.animation!, figureTools(), VIDEO_SCALE);
      const comment = certificateText({ ...figureCertificate(cell, drawing, opened, format), content: null });
      await writeVideo(path, frames, { comment, ...(signal ? { signal } : {}) });
      written.push({ format, name: nameOf(path, opened), bytes: readIfThere(path)?.length ?? 0 });
      continue;
    }
    const bytes = await figureBytes(cell, drawing, opened, format);
    signal?.throwIfAborted();
    keepForeign(path, cell.id);
    makeFolder(dirname(path));
    writeFileAtomic(path, bytes);
    written.push({ format, name: nameOf(path, opened), bytes: bytes.length });
  }
  return written;
}

export function figurePath(
  cell: { readonly id: string; readonly file?: string | undefined },
  opened: Pick<OpenedNotebook, "path">,
  ending: string,
): string {
  return join(dirname(opened.path), "figures", `${cell.file ?? cell.id}.${ending}`);
}

export function nameOf(path: string, opened: Pick<OpenedNotebook, "path">): string {
  return relative(dirname(opened.path), path).replaceAll("\\", "/");
}

/** A video's certificate is a comment that its container keeps as it is. */
function saysCertificate(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('"cellHash":');
}

/** A figure that its user has worked on by hand, or another's file of that name, must not be lost. */
function keepForeign(
  path: string,
  cell: string,
  isOurs: (bytes: Uint8Array) => boolean = (bytes) => readCertificate(bytes) !== null,
): void {
  const before = readIfThere(path);
  if (before === undefined || isOurs(before)) return;
  throw new HglError({
    code: "cell",
    where: `#${cell}`,
    what: `${path} is there already and was not written by a figure cell`,
    next: "rename that file, or give the cell another name with `file`",
  });
}
