import { utf8 } from "../../files/bytes";
import type { FigureTools } from "../../files/raster";
import { fromBase64 } from "../../page/base64";
import { NO_OUTPUT, STALE, type ExportHgl } from "../input";
import { shownOutput, type Still } from "../shownOutput";
import { drawable, drawPictures, sizeOnPaper, type DrawablePicture } from "./pictures";
import { codeHeight, drawCode, drawMarkdown, type ProsePage } from "./prose";
import type { StyledText } from "./lines";
import type { Sheet } from "./sheet";
import { BODY, CODE, MARK, NOTE, SIZES, sourceTexts } from "./styles";

type PaperStill =
  | Extract<Still, { form: "markdown" | "text" }>
  | { readonly form: "picture"; readonly picture: DrawablePicture; readonly words: string };

export interface PaperCell extends ExportHgl {
  readonly stills: readonly PaperStill[];
}

/** A cell with its outputs made ready for paper. */
export async function paperCell(cell: ExportHgl, tools: FigureTools): Promise<PaperCell> {
  const stills: PaperStill[] = [];
  for (const output of cell.outputs)
    for (const still of (await shownOutput(output)).stills) stills.push(await paperStill(still, tools));
  return { ...cell, stills };
}

async function paperStill(still: Still, tools: FigureTools): Promise<PaperStill> {
  if (still.form === "markdown" || still.form === "text") return still;
  const { words } = still;
  const [type, bytes] =
    still.form === "drawing"
      ? (["image/svg+xml", utf8(still.svg)] as const)
      : (["image/png", fromBase64(still.png) ?? new Uint8Array(0)] as const);
  return { form: "picture", picture: await drawable({ ok: true, type, bytes }, tools), words };
}

/** A cell of ours: its text, and below it its outputs. @param onBegin called where it begins */
export function drawCell(page: ProsePage, { source, stills, stale }: PaperCell, onBegin: () => void): void {
  const { sheet } = page;
  const { column } = sheet;
  const text = sourceTexts(source);
  const mark = markOf({ stills, stale });
  sheet.gap(4);
  sheet.room(roomWanted({ source, stills, stale }, sheet) - 4);
  onBegin();
  drawCode(sheet, text, column);
  if (mark) sheet.paragraph([mark], column);
  if (mark) sheet.gap(5);
  for (const run of runsOf(stills)) drawStills(page, run);
  sheet.gap(8);
}

function markOf({ stills, stale }: Pick<PaperCell, "stills" | "stale">): StyledText | null {
  if (stills.length === 0) return { text: NO_OUTPUT, style: NOTE };
  return stale ? { text: STALE, style: MARK } : null;
}

/** What a cell wants to have below it on a page, points: it stands with the beginning of what it shows, where a page holds both. */
export function roomWanted(cell: Pick<PaperCell, "source" | "stills" | "stale">, sheet: Sheet): number {
  const text = sourceTexts(cell.source);
  const together = 4 + codeHeight(text, sheet.column) + (markOf(cell) ? 22 : 8) + beginningOf(cell.stills[0], sheet);
  return together <= sheet.pageHeight ? together : 60;
}

function beginningOf(still: PaperStill | undefined, sheet: Sheet): number {
  if (still?.form !== "picture") return still ? 60 : 0;
  const { picture } = still;
  return picture.form === "none" ? 20 : sizeOnPaper(picture, sheet, sheet.column).height;
}

type Run = readonly Extract<PaperStill, { form: "picture" }>[] | Exclude<PaperStill, { form: "picture" }>;

/** Pictures in a row are drawn together. */
function runsOf(stills: readonly PaperStill[]): Run[] {
  const runs: Run[] = [];
  for (const still of stills) {
    const last = runs.at(-1);
    if (still.form !== "picture") runs.push(still);
    else if (isPictures(last)) runs[runs.length - 1] = [...last, still];
    else runs.push([still]);
  }
  return runs;
}

function isPictures(run: Run | undefined): run is Extract<Run, readonly unknown[]> {
  return Array.isArray(run);
}

function drawStills(page: ProsePage, run: Run): void {
  const { sheet } = page;
  const { column } = sheet;
  if (isPictures(run))
    // What cannot be drawn is named.
    drawPictures(sheet, run, column, ({ words }) => drawCode(sheet, [{ text: words, style: CODE }], column, null));
  else if (run.form === "markdown")
    drawMarkdown(page, run.markdown, column, {
      body: { ...BODY, size: SIZES.table },
    });
  else drawCode(sheet, [{ text: run.text.trimEnd(), style: { ...CODE, size: SIZES.text } }], column, null);
}
