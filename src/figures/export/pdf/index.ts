import { printable } from "../../../common/payloads/printable";
import { loadSvgToPdfkit, type PdfOutline } from "../../files/packages";
import type { FigureFonts } from "../../files/pdf";
import { openPdf } from "../../files/pdfDocument";
import type { FigureTools } from "../../files/raster";
import { cellName, dateWords, type ExportInput } from "../input";
import { hasOwnTitle, imagesOf } from "../markdown";
import { drawCell, paperCell, roomWanted } from "./cell";
import { drawable, type DrawablePicture } from "./pictures";
import { drawMarkdown, type ProsePage } from "./prose";
import { drawRuns } from "./runs";
import { PAPERS, Sheet, type Paper } from "./sheet";
import { COLOURS, NOTE, SIZES } from "./styles";

export type { Paper } from "./sheet";
export { PAPERS } from "./sheet";

/** What is shipped beside the code: the fonts, one of them monospaced, and resvg's WebAssembly program. */
export interface ExportTools extends FigureTools {
  readonly fonts: FigureFonts & { readonly mono: Uint8Array };
}

/**
 * A notebook with its outputs as a PDF: prose set from its Markdown, cells as code, outputs as vector drawings and tables, and a list of contents
 * for viewers. Equal input gives equal bytes.
 *
 * @returns the file, and the characters that its fonts lack: a box stands for each
 */
export async function toPdf(
  input: ExportInput,
  tools: ExportTools,
  paper: Paper,
): Promise<{ readonly bytes: Uint8Array; readonly missing: readonly string[] }> {
  const title = printable(input.title) || input.notebook;
  const date = new Date(input.at);
  // All that takes its time comes first: what is drawn in one go is numbered the same every time.
  const pictures = await picturesOf(input, tools);
  const cells = await Promise.all(
    input.cells.map(async (cell) => (cell.type === "prose" ? cell : await paperCell(cell, tools))),
  );
  const draw = await loadSvgToPdfkit();
  const { document, bytes } = await openPdf({
    size: PAPERS[paper],
    fonts: { ...tools.fonts },
    title,
    date,
    open: true,
  });
  const sheet = new Sheet(document, paper, draw);
  const outline = new Outline(document.outline);
  const page: ProsePage = {
    sheet,
    picture: (source) => pictures.get(source) ?? { form: "none", why: "an output carries none" },
    onHeading: (level, words) => outline.add(level, words),
  };
  if (!hasOwnTitle(input)) {
    const size = SIZES.headings[0];
    sheet.paragraph([{ text: title, style: { font: "bold", size, colour: COLOURS.text } }], sheet.column);
  }
  const about = `${input.notebook} · ${dateWords(input.at)} · HocSLM Notebook ${input.version}`;
  sheet.paragraph([{ text: about, style: NOTE }], sheet.column);
  sheet.gap(10);
  cells.forEach((cell, i) => {
    const next = cells[i + 1];
    const after = next?.type === "hgl" ? roomWanted(next, sheet) : 0;
    if (cell.type === "prose") drawMarkdown(page, cell.markdown, sheet.column, { after });
    else drawCell({ ...page, onHeading: () => {} }, cell, () => outline.add(7, cellName(cell)));
  });
  drawRuns(sheet, input.runs);
  sheet.feet((number, pages) => [title, `${number} / ${pages}`], NOTE);
  document.end();
  return { bytes: await bytes, missing: [...sheet.missing] };
}

async function picturesOf(input: ExportInput, tools: FigureTools): Promise<Map<string, DrawablePicture>> {
  const sources = input.cells.flatMap((cell) => (cell.type === "prose" ? imagesOf(cell.markdown) : []));
  const pictures = new Map<string, DrawablePicture>();
  for (const source of new Set(sources)) pictures.set(source, await drawable(input.picture(source), tools));
  return pictures;
}

/** Entries below the last one of a higher level. */
class Outline {
  private readonly open: { readonly level: number; readonly item: PdfOutline }[];

  constructor(root: PdfOutline) {
    this.open = [{ level: 0, item: root }];
  }

  add(level: number, words: string): void {
    while (this.open.at(-1)!.level >= level) this.open.pop();
    this.open.push({ level, item: this.open.at(-1)!.item.addItem(words || "–") });
  }
}
