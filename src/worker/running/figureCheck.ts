import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readCertifiedFile, type CertifiedFile } from "../../figures/files/certificate";
import type { Certificate } from "../../figures/provenance";
import { HglError } from "../../common/errors";
import { cellsFor, type ResolvedTrain } from "../../notebook/resolve";
import { readIfThere } from "../store/atomicFile";
import { sha256 } from "../store/runFolder";
import { count } from "../words";
import { cellHash } from "./birthCertificate";
import { openSoundCells, readNotebookText, type OpenedNotebook } from "./openNotebook";
import { runsBeside, runsOf, type StoredRun } from "./storedRuns";

/** One thing that was looked at: whether it is as it was when the figure was made, null where that cannot be known. */
export interface Check {
  readonly of: "file" | "notebook" | "cell" | "runs";
  readonly same: boolean | null;
  /** One sentence without a full stop. */
  readonly says: string;
}

/** A figure's file with its certificate. @throws HglError "disk" for a file that cannot be read, "data" for one without a certificate */
export function readFigure(file: string): CertifiedFile {
  const bytes = readIfThere(resolve(file));
  if (bytes === undefined)
    throw new HglError({ code: "disk", where: file, what: "there is no such file", next: "check the path" });
  const figure = readCertifiedFile(bytes, sha256);
  if (figure) return figure;
  throw new HglError({
    code: "data",
    where: file,
    what: "this file carries no birth certificate",
    next: "name an SVG, PDF, PNG or GIF that hgl has written and no other program has saved since",
  });
}

/** Folders above a figure's in which its notebook is looked for: figures usually lie in a folder beside it. */
const LEVELS = 4;

/** The notebook that a figure was made from: the named one, else that of its name beside the figure or a few folders above. */
export function notebookOf(file: string, { notebook }: Certificate, named?: string): string | undefined {
  if (named !== undefined) return named;
  // A hostile certificate must not lead out of these folders.
  if (notebook === "" || /[/\\]/.test(notebook)) return undefined;
  let folder = dirname(resolve(file));
  for (let level = 0; level < LEVELS; level++, folder = dirname(folder)) {
    const candidate = join(folder, notebook);
    if (existsSync(candidate)) return candidate;
    // No project reaches above the folder of its repository.
    if (existsSync(join(folder, ".git"))) break;
  }
  return undefined;
}

/** Everything that `hgl figure verify` looks at. @throws HglError for a notebook that cannot be read */
export function checkFigure(figure: CertifiedFile, notebookPath: string | undefined): Check[] {
  const file = checkFile(figure);
  if (notebookPath === undefined) {
    const { notebook } = figure.certificate;
    const says = `there is no ${notebook || "notebook"} beside it or above, so its cell and runs were not looked at`;
    return [file, { of: "notebook", same: null, says }];
  }
  const opened = openSoundCells(notebookPath, readNotebookText(notebookPath));
  return [
    file,
    ...checkNotebook(figure.certificate, opened),
    checkCell(figure.certificate, opened),
    checkRuns(figure.certificate, opened),
  ];
}

function checkFile({ untouched }: CertifiedFile): Check {
  const says =
    untouched === null
      ? "it was made by an earlier version, which did not record the file's hash"
      : untouched
        ? "every byte is as it was made"
        : "the file was changed after it was made";
  return { of: "file", same: untouched, says };
}

function checkNotebook({ notebookId }: Certificate, { path, notebook }: OpenedNotebook): Check[] {
  const id = notebook.frontMatter?.id ?? null;
  if (notebookId === null || notebookId === id) return [];
  const says = `${path} has the id ${id ?? "none"}, but the figure is of the notebook ${notebookId}`;
  return [{ of: "notebook", same: false, says }];
}

function checkCell({ cell, cellHash: then }: Certificate, opened: OpenedNotebook): Check {
  const exists = opened.notebook.cells.some((one) => one.type === "hgl" && one.id === cell);
  if (!exists) return { of: "cell", same: false, says: `there is no cell #${cell} in ${opened.name} any more` };
  if (then === null)
    return { of: "cell", same: null, says: "it was made by an earlier version, which did not record the cell" };
  const now = cellHash(opened, cell);
  if (now === null)
    return { of: "cell", same: false, says: `#${cell}, or a cell that it needs, has a mistake now; see \`hgl check\`` };
  return now === then
    ? { of: "cell", same: true, says: `#${cell} and the cells it needs say what they said then` }
    : { of: "cell", same: false, says: `#${cell}, or a cell that it needs, was changed since` };
}

function checkRuns({ runs, cell }: Certificate, opened: OpenedNotebook): Check {
  if (runs.length === 0) return { of: "runs", same: true, says: "it shows no run" };
  const stored = runsBeside(opened.path);
  const gone = runs.filter(({ runId }) => !stored.some(({ spec }) => spec.runId === runId));
  const failing = (says: string): Check => ({ of: "runs", same: false, says });
  if (gone.length > 0)
    return failing(`${namesOf(gone)} ${gone.length === 1 ? "is" : "are"} not in the run store any more`);
  const other = runs.filter(({ runId, configHash, dataHash }) => {
    const { spec } = stored.find((one) => one.spec.runId === runId)!;
    return differs(configHash, spec.configHash) || differs(dataHash, spec.dataHash);
  });
  if (other.length > 0)
    return failing(
      `${namesOf(other)} ${other.length === 1 ? "was" : "were"} made with another configuration or other data`,
    );
  const now = presentRuns(opened, cell, stored);
  const left = now.length > 0 ? runs.filter(({ runId }) => !now.includes(runId)) : [];
  if (left.length > 0)
    return failing(`the cell's runs are now ${now.join(", ")}, without ${left.map(({ runId }) => runId).join(", ")}`);
  return { of: "runs", same: true, says: `${count(runs.length, "run")} in the run store, as then` };
}

/** The runs that a cell would show now; none where it has not been trained as it stands. */
function presentRuns({ cells }: OpenedNotebook, cell: string, stored: readonly StoredRun[]): string[] {
  if (!cells.some(({ id }) => id === cell)) return [];
  const trained = cellsFor(cells, cell).filter((one): one is ResolvedTrain => one.kind === "train");
  return trained.flatMap((one) => runsOf(one, stored, null).map(({ spec }) => spec.runId));
}

function namesOf(runs: Certificate["runs"]): string {
  const names = runs.map(({ runId, seed }) => `${runId} (seed ${seed})`);
  return `${runs.length === 1 ? "run" : "runs"} ${names.join(", ")}`;
}

function differs(then: string | null, now: string): boolean {
  return then !== null && then !== now;
}
