import { dirname, extname } from "node:path";
import { HglError } from "../../common/errors";
import { EXPORT_FORMATS, renderExport, type ExportFormat, type Paper } from "../../figures/export";
import { exportTools } from "../running/figureTools";
import { rendererScript } from "../running/rendererScripts";
import type { StoreReader } from "../serve/desk";
import { makeFolder, writeFileAtomic } from "../store/atomicFile";
import { exportInput } from "./exportInput";

export interface ExportOrder {
  /** The notebook's path and text; the text may be unsaved. */
  readonly path: string;
  readonly text: string;
  /** Its ending says the format. */
  readonly file: string;
  readonly paper?: Paper;
  /** Printed as the date; now unless told. Unix milliseconds. */
  readonly at?: number;
}

export interface Exported {
  readonly bytes: number;
  /** Cells of ours, those of them that have outputs, and of these those of an earlier text. */
  readonly cells: number;
  readonly shown: number;
  readonly stale: number;
  /** Characters that a PDF's fonts lack, in whose place boxes stand. */
  readonly missing: readonly string[];
}

/**
 * Writes a notebook with its outputs as one file.
 * @throws HglError "usage" for an ending that is none of ours, "notebook", "disk"
 */
export async function exportNotebook(reader: StoreReader, order: ExportOrder): Promise<Exported> {
  const { path, text, file, paper = "a4", at = Date.now() } = order;
  const format = formatOf(file);
  const input = await exportInput(reader, path, text, at);
  const { bytes, missing } = await renderExport(format, input, { paper, tools: exportTools, scriptOf: rendererScript });
  makeFolder(dirname(file));
  writeFileAtomic(file, bytes);
  const cells = input.cells.filter((cell) => cell.type === "hgl");
  const shown = cells.filter(({ outputs }) => outputs.length > 0);
  return {
    bytes: bytes.length,
    cells: cells.length,
    shown: shown.length,
    stale: shown.filter(({ stale }) => stale).length,
    missing,
  };
}

function formatOf(file: string): ExportFormat {
  const ending = extname(file).slice(1).toLowerCase();
  const format = EXPORT_FORMATS.find((one) => one === ending);
  if (format) return format;
  throw new HglError({
    code: "usage",
    where: file,
    what: ending ? `a notebook cannot be exported as ".${ending}"` : "the file's name has no ending",
    next: `end it in ${EXPORT_FORMATS.map((one) => `.${one}`).join(", ")}`.replace(/, (?=[^,]*$)/, " or "),
  });
}
