import { CELL_LANGUAGE, MIME } from "../../common/ids";
import type { CellOutput } from "../../common/wire/worker";
import { dateWords, NO_OUTPUT, sourceText, STALE, type ExportCell, type ExportHgl, type ExportInput } from "./input";
import { shownOutput } from "./shownOutput";

/** Payloads above this many characters stay out: a file that no viewer opens helps nobody, and still forms are there. */
const MOST_PAYLOAD = 2 ** 20;
const OURS: ReadonlySet<string> = new Set(Object.values(MIME));
/** Longest cell id that the format allows, and what is kept for telling equal ones apart. */
const MOST_ID = 64 - 8;

/**
 * A notebook as Jupyter's format 4.5 (nbformat). Cells of ours are code cells in the language `hgl`, for which there is no kernel, so none is
 * named: they are read, not run. A payload of a view of ours is kept under its own MIME type, where an editor that has the view shows it.
 */
export async function toIpynb(input: ExportInput): Promise<string> {
  const { title, notebook, notebookId, version, at, runs } = input;
  const ids = cellIds(input.cells);
  const cells: unknown[] = [];
  for (const [index, cell] of input.cells.entries())
    cells.push(
      cell.type === "prose"
        ? { cell_type: "markdown", id: ids[index], metadata: {}, source: linesOf(cell.markdown) }
        : await codeCell(cell, ids[index]!),
    );
  const language = {
    name: CELL_LANGUAGE,
    file_extension: ".hgl.md",
    mimetype: "text/x-yaml",
    codemirror_mode: "yaml",
    pygments_lexer: "yaml",
  };
  const metadata = {
    title,
    language_info: language,
    hocslm: { notebook, notebookId, version, exported: dateWords(at), runs },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

async function codeCell(cell: ExportHgl, id: string): Promise<unknown> {
  const outputs: unknown[] = [];
  const stale = cell.stale && cell.outputs.length > 0;
  if (stale) outputs.push(display({ "text/markdown": linesOf(`*${STALE}*`), "text/plain": linesOf(STALE) }));
  for (const output of cell.outputs) {
    outputs.push(display(bundleOf(output)));
    // What a view shows alive and no form of the output shows still.
    const { stills } = await shownOutput(output);
    for (const still of stills)
      if (still.form === "drawing" && still.svg !== output["image/svg+xml"])
        outputs.push(display({ "image/svg+xml": linesOf(still.svg), "text/plain": linesOf(still.words) }));
  }
  const { kind, id: named } = cell;
  return {
    cell_type: "code",
    id,
    execution_count: null,
    metadata: { hocslm: { kind, id: named, stale, ...(outputs.length === 0 ? { note: NO_OUTPUT } : {}) } },
    source: linesOf(sourceText(cell)),
    outputs,
  };
}

function display(data: Readonly<Record<string, unknown>>): unknown {
  return { output_type: "display_data", metadata: {}, data };
}

/** The forms that others can show as they are, and our payloads as JSON. */
function bundleOf(output: CellOutput): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(output).flatMap(([type, text]): [string, unknown][] => {
      if (!OURS.has(type)) return [[type, type === "image/png" ? text.replace(/\s/g, "") : linesOf(text)]];
      if (text.length > MOST_PAYLOAD) return [];
      try {
        return [[type, JSON.parse(text)]];
      } catch {
        return [];
      }
    }),
  );
}

/** A text as the format keeps it: lines with their endings. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * Ids that stay what they are when another part of the notebook is edited: our cells keep their own, and prose is named after the cell of ours
 * before it.
 */
function cellIds(cells: readonly ExportCell[]): string[] {
  const taken = new Set<string>();
  const claim = (wanted: string): string => {
    const base = wanted.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, MOST_ID) || "cell";
    let id = base;
    for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
    taken.add(id);
    return id;
  };
  // Names that somebody chose come before names that are made of them.
  const own = cells.map((cell) => (cell.type === "hgl" ? claim(cell.id ?? cell.kind) : ""));
  let before = "start";
  return cells.map((cell, index) => {
    if (cell.type === "hgl") return (before = own[index]!);
    return claim(before === "start" ? "start" : `after-${before}`);
  });
}
