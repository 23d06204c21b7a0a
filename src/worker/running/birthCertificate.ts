import type { RunProvenance, Certificate } from "../../figures/provenance";
import { toEditorCells } from "../../notebook/editorCells";
import { cellIdentities } from "../../notebook/language/identities";
import { sha256, type RunSpec } from "../store/runFolder";
import { codeVersion } from "../version";
import { formatFor, type OpenedNotebook } from "./openNotebook";

/** What a figure is made from, as its certificate tells it. `options` are those that the drawing and its file depend on, as JSON. */
export interface FigureOrigin {
  readonly cell: string;
  /** Kind of figure: "confusion", "curves", … */
  readonly figure: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly runs: readonly Pick<RunSpec, "runId" | "config" | "configHash" | "dataHash">[];
}

/** The certificate of a figure file made here and now, all but the hash of its content. */
export function certificateOf(
  opened: Pick<OpenedNotebook, "path" | "name" | "notebook">,
  { cell, figure, options, runs }: FigureOrigin,
): Omit<Certificate, "content"> {
  return {
    version: codeVersion(),
    notebook: opened.name,
    notebookId: opened.notebook.frontMatter?.id ?? null,
    cell,
    cellHash: cellHash(opened, cell),
    figure,
    options,
    runs: provenanceOf(runs),
  };
}

/** What a certificate says of runs. */
export function provenanceOf(runs: FigureOrigin["runs"]): readonly RunProvenance[] {
  return runs.map(({ runId, config: { seed }, configHash, dataHash }) => ({ runId, seed, configHash, dataHash }));
}

/**
 * SHA-256 of the cell's own configuration and of every cell's it needs (`identities.ts`): it changes when the figure may. Data sources stand
 * in it as they are written, so a notebook that is moved with its data keeps it. Null for a cell that has a mistake or is not there.
 */
export function cellHash({ path, notebook }: Pick<OpenedNotebook, "path" | "notebook">, cell: string): string | null {
  const cells = toEditorCells(notebook).cells.map(({ kind, source }) => ({ hgl: kind === "hgl", source }));
  const identities = cellIdentities(cells, notebook.frontMatter ?? undefined, formatFor(path));
  const identity = identities.get(cell);
  return identity === undefined ? null : sha256(identity);
}
