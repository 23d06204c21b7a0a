import { openSheet } from "../../../../src/notebook/index";
import type { NotebookReading } from "../../../../src/extension/running/reading";
import { readCells } from "../../../../src/extension/running/reading";

/** A cell of a fake editor; its text may be changed as a user would. */
export interface FakeCell {
  source: string;
}

export const DATA = "data #d\nsource: ui-prmd";
export const MODEL = "model #small\npreset: hglnet-xs";
export const TRAIN = "train #base\ndata: d\nmodel: small\nepochs: 2\nseeds: [1, 2]";
export const VIEW = "view #mistakes\nview: confusion\nof: base";

export function cellsOf(...sources: readonly string[]): FakeCell[] {
  return sources.map((source) => ({ source }));
}

export function readingOf(cells: readonly FakeCell[]): NotebookReading<FakeCell> {
  return readCells(openSheet(cells.map(({ source }) => ({ hgl: !source.startsWith("# "), source }))), cells);
}
