import type { CellOutput, CellSnapshot } from "../../common/wire/worker";
import type { ExportCell, ExportInput, ExportRun } from "../../figures/export/input";
import { openSoundCells } from "../running/openNotebook";
import { runsBeside } from "../running/storedRuns";
import type { StoreReader } from "../serve/desk";
import { restore } from "../serve/restore";
import { codeVersion } from "../version";
import { withoutOwnFolders } from "./ownFolders";
import { picturesBeside } from "./pictures";
import { sourcePieces } from "./sourcePieces";

/**
 * What an export of a notebook is made of: its text, and for each cell what the editor would show of it on opening. Nothing is trained, and
 * no data are read.
 *
 * @param at when the export is made, Unix milliseconds
 * @throws HglError "notebook" when the text is no notebook
 */
export async function exportInput(reader: StoreReader, path: string, text: string, at: number): Promise<ExportInput> {
  const { notebook, name, path: full } = openSoundCells(path, text);
  const snapshots = new Map((await restore(reader, { path: full, text })).cells.map((one) => [one.cell, one]));
  const taken = new Set<string>();
  const cells = notebook.cells.map((cell): ExportCell => {
    if (cell.type === "prose") return { type: "prose", markdown: cell.text };
    const { kind, id } = cell;
    // Of two cells of one name the store knows the first.
    const snapshot = id === null || taken.has(id) ? undefined : snapshots.get(id);
    if (id !== null) taken.add(id);
    return {
      type: "hgl",
      kind,
      id,
      source: sourcePieces(cell),
      outputs: (snapshot?.outputs ?? []).map((output) => withoutOwnFolders(output, full)),
      stale: (snapshot?.stale ?? false) && snapshot!.outputs.some(isMade),
    };
  });
  return {
    title: notebook.frontMatter?.title ?? name,
    notebook: name,
    notebookId: notebook.frontMatter?.id ?? null,
    version: codeVersion(),
    at,
    cells,
    runs: runsShown([...snapshots.values()], full),
    picture: picturesBeside(full),
  };
}

/** A sentence that stands in for an output was made from nothing. */
function isMade(output: CellOutput): boolean {
  return Object.keys(output).some((type) => type !== "text/plain");
}

function runsShown(snapshots: readonly CellSnapshot[], path: string): ExportRun[] {
  const stored = new Map(runsBeside(path).map((run) => [run.folder.id, run]));
  return snapshots.flatMap(({ cell, status }) =>
    status.runs.flatMap((runId) => {
      const run = stored.get(runId);
      if (!run) return [];
      const { configHash, dataHash } = run.spec;
      return [{ cell, runId, seed: run.config.seed, configHash, dataHash }];
    }),
  );
}
