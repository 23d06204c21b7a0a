import type { CellOutput } from "../../common/wire/worker";
import type { RunProvenance } from "../provenance";

/** Everything an exported notebook is made of; each format is a pure function of it (equal input, equal bytes). */
export interface ExportInput {
  /** The notebook's title. */
  readonly title: string;
  /** File name of the notebook, as the reader knows it; not an absolute path. */
  readonly notebook: string;
  /** The id in its front matter. */
  readonly notebookId: string | null;
  /** Version of HocSLM Notebook that makes the export. */
  readonly version: string;
  /** When it is made, Unix milliseconds. */
  readonly at: number;
  /** In the notebook's order. */
  readonly cells: readonly ExportCell[];
  /** The runs that the outputs show, in the order of their cells. */
  readonly runs: readonly ExportRun[];
  /** What stands behind an image of the prose. */
  readonly picture: (source: string) => Picture;
}

export type ExportCell = ExportProse | ExportHgl;

export interface ExportProse {
  readonly type: "prose";
  readonly markdown: string;
}

export interface ExportHgl {
  readonly type: "hgl";
  /** The word after `hgl`; empty when the cell names none. */
  readonly kind: string;
  /** Without the `#`. */
  readonly id: string | null;
  /** Its text as the editor shows it, header line first, in pieces that join to it. */
  readonly source: readonly SourcePiece[];
  /** As the store has them: MIME type to text. */
  readonly outputs: readonly CellOutput[];
  /** Whether they were made from an earlier text of this cell or of one it needs. */
  readonly stale: boolean;
}

/** A stretch of a cell's text that has one colour. */
export interface SourcePiece {
  readonly role: "kind" | "id" | "key" | "value" | "comment" | "plain";
  readonly text: string;
}

export interface ExportRun extends RunProvenance {
  readonly cell: string;
}

export const PICTURE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/svg+xml"] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** A picture's bytes, or why there are none: a clause such as "it lies outside the notebook's folder". */
export type Picture =
  | { readonly ok: true; readonly type: PictureType; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: string };

export function sourceText(cell: ExportHgl): string {
  return cell.source.map(({ text }) => text).join("");
}

/** "train #base", as a list of contents calls a cell. */
export function cellName({ kind, id }: Pick<ExportHgl, "kind" | "id">): string {
  return [kind, id === null ? "" : `#${id}`].filter((word) => word !== "").join(" ") || "cell";
}

/** "2026-11-30 20:37 UTC" */
export function dateWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** What stands above outputs of an earlier text. */
export const STALE = "Made from an earlier text of this cell or of one it needs.";
/** What stands in place of outputs. */
export const NO_OUTPUT = "No output: this cell has not been run.";
