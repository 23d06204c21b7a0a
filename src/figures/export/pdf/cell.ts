import { utf8 } from "../../files/bytes";
import type { FigureTools } from "../../files/raster";
import { fromBase64 } from "../../page/base64";
import { NO_OUTPUT, STALE, type ExportHgl } from "../input";
import { shownOutput, type Still } from "../shownOutput";
import { drawable, drawPicture, type DrawablePicture } from "./pictures";
import { drawCode, drawMarkdown, type ProsePage } from "./prose";
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
  const mark = stills.length === 0 ? { text: NO_OUTPUT, style: NOTE } : stale ? { text: STALE, style: MARK } : null;
  sheet.gap(4);
  sheet.room(60);
  onBegin();
  drawCode(sheet, sourceTexts(source), column);
  if (mark) sheet.paragraph([mark], column);
  if (mark) sheet.gap(5);
  for (const still of stills) drawStill(page, still);
  sheet.gap(8);
}

function drawStill(page: ProsePage, still: PaperStill): void {
  const { sheet } = page;
  const { column } = sheet;
  switch (still.form) {
    case "markdown":
      return drawMarkdown(page, still.markdown, column, { ...BODY, size: SIZES.table });
    case "text":
      return drawCode(sheet, [{ text: still.text.trimEnd(), style: { ...CODE, size: SIZES.text } }], column, null);
    case "picture":
      if (drawPicture(sheet, still.picture, column)) return;
      // What cannot be drawn is named.
      return drawCode(sheet, [{ text: still.words, style: CODE }], column, null);
  }
}
