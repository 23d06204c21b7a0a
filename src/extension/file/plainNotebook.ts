import { CELL_LANGUAGE } from "../../common/ids";
import type { EditedCell, EditorFrame, FrontMatter, Notebook, Origin } from "../../notebook/index";
import { fromEditor, fromEditorCells, NEW_FRAME, parseNotebook, toEditorCells } from "../../notebook/index";
import { decodeNotebook } from "./decode";

/** A notebook as the editor holds it, without the editor's types. */
export interface PlainNotebook {
  readonly metadata: Metadata;
  readonly cells: readonly PlainCell[];
}

export interface PlainCell {
  readonly markup: boolean;
  readonly language: string;
  readonly source: string;
  readonly metadata: Metadata;
}

/** What the editor keeps for us; in it, under this key, the frame and the origins. */
type Metadata = Readonly<Record<string, unknown>>;
export const METADATA_KEY = "hocslm";

/** Throws HglError "notebook", with the line, when the bytes are no notebook. A file of no bytes is a new notebook. */
export function readNotebook(bytes: Uint8Array): PlainNotebook {
  if (bytes.length === 0) return { metadata: { [METADATA_KEY]: NEW_FRAME }, cells: [] };
  const { frame, cells } = toEditorCells(parseNotebook(decodeNotebook(bytes)));
  return {
    metadata: { [METADATA_KEY]: frame },
    cells: cells.map(({ kind, source, origin }) => ({
      markup: kind === "prose",
      language: kind === "prose" ? "markdown" : CELL_LANGUAGE,
      source,
      metadata: origin ? { [METADATA_KEY]: origin } : {},
    })),
  };
}

/** Throws HglError "notebook" for a text that no notebook can hold: a NUL byte, an unresolved merge conflict. */
export function writeNotebook(notebook: PlainNotebook): Uint8Array {
  return new TextEncoder().encode(notebookText(notebook));
}

/** The file's text, as saving now would write it; throws as `writeNotebook` does. */
export function notebookText({ metadata, cells }: PlainNotebook): string {
  return fromEditorCells(frameOf(metadata), cells.map(editedCell));
}

/** The same, read. */
export function notebookOf({ metadata, cells }: PlainNotebook): Notebook {
  return fromEditor(frameOf(metadata), cells.map(editedCell));
}

/** The frame a notebook was opened with; that of a new file for one made in memory. */
export function frameOf(metadata: Metadata): EditorFrame {
  const kept = metadata[METADATA_KEY];
  return isFrame(kept) ? kept : NEW_FRAME;
}

/** What the front matter says; null where the file has none. */
export function frontMatterOf(metadata: Metadata): FrontMatter | null {
  return frontMatterIn(frameOf(metadata).frontMatter);
}

function editedCell({ markup, language, source, metadata }: PlainCell): EditedCell {
  const kept = metadata[METADATA_KEY];
  const origin = isOrigin(kept) ? kept : null;
  if (markup) return { kind: "prose", source, origin };
  return { kind: "hgl", source, origin, ...(language === CELL_LANGUAGE ? {} : { language }) };
}

// Metadata comes back from the editor, where other extensions may have written.

function isFrame(value: unknown): value is EditorFrame {
  return (
    isRecord(value) &&
    has(value, "string", "frontMatter", "tail", "eol") &&
    has(value, "boolean", "bom", "finalNewline") &&
    (value.top === null || typeof value.top === "string") &&
    ["\n", "\r\n", "\r"].includes(value.eol as string) &&
    (value.frontMatter === "" || frontMatterIn(value.frontMatter as string) !== null)
  );
}

let last: { text: string; frontMatter: FrontMatter | null } = { text: "", frontMatter: null };

/** Null for a text that is no front matter. Asked for the same notebook many times over, so the last one is remembered. */
function frontMatterIn(text: string): FrontMatter | null {
  if (text === last.text) return last.frontMatter;
  let frontMatter: FrontMatter | null = null;
  try {
    frontMatter = parseNotebook(text).frontMatter;
  } catch {
    // Not ours to judge: whoever asks takes another frame.
  }
  last = { text, frontMatter: frontMatter?.raw === text ? frontMatter : null };
  return last.frontMatter;
}

function isOrigin(value: unknown): value is Origin {
  if (!isRecord(value) || !["start", "prose", "hgl"].includes(value.after as string) || !isRecord(value.cell))
    return false;
  const { cell } = value;
  if (cell.type === "prose") return has(cell, "string", "before", "raw", "text");
  return (
    cell.type === "hgl" &&
    has(cell, "string", "before", "open", "body", "close", "kind", "attributes", "text") &&
    (cell.id === null || typeof cell.id === "string")
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function has(value: Record<string, unknown>, type: "string" | "boolean", ...keys: string[]): boolean {
  return keys.every((key) => typeof value[key] === type);
}
