import { readCertifiedFile, type CertifiedFile } from "../../figures/files/certificate";
import { equalBytes } from "../../figures/files/bytes";
import type { FileFormat } from "../../figures/files/container";
import type { Certificate } from "../../figures/provenance";
import { HglError } from "../../common/errors";
import { canonical, sha256 } from "../store/runFolder";
import type { OpenedNotebook } from "./openNotebook";

/** What is asked of the cell that made a figure: to make it once more. */
export interface FigureRequest {
  readonly figure: string;
  readonly format: FileFormat;
  /** As they stand in the certificate. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Makes the files of a figure cell, certificates inside, without writing any. `request` says which of them are wanted; more may come.
 * @throws HglError where the cell cannot be drawn, as when its runs are not finished
 */
export type BuildFigureFiles = (
  opened: OpenedNotebook,
  cell: string,
  request: FigureRequest,
) => Promise<readonly Uint8Array[]>;

export interface Rebuilt {
  readonly bytes: Uint8Array;
  /** One sentence each, without a full stop, of what is different; none for the same bytes. */
  readonly changes: readonly string[];
}

/** @throws HglError "cell" when the cell makes no such file any more, and whatever `build` throws */
export async function rebuildFigure(
  before: CertifiedFile,
  opened: OpenedNotebook,
  build: BuildFigureFiles,
): Promise<Rebuilt> {
  const { format, certificate } = before;
  const { cell, figure, options } = certificate;
  const files = await build(opened, cell, { figure, format, options });
  const made = files.map((file) => ({ file, read: readCertifiedFile(file, sha256) }));
  const same = made.filter(({ read }) => read?.format === format && read.certificate.figure === figure);
  // One cell may make a figure in several widths; the one that was asked for in the same way is meant.
  const found = same.find(({ read }) => equal(read!.certificate.options, options)) ?? same[0];
  if (!found)
    throw new HglError({
      code: "cell",
      where: `${opened.path}, #${cell}`,
      what: `the cell makes no ${figure} figure as ${format.toUpperCase()} any more`,
      next: "correct the cell, or delete the file",
    });
  return { bytes: found.file, changes: equalBytes(found.file, before.bytes) ? [] : changesFrom(before, found.read!) };
}

/** What is different between a figure and the one made in its place; at least one sentence, for files that differ. */
export function changesFrom(before: CertifiedFile, after: CertifiedFile): string[] {
  const [a, b] = [before.certificate, after.certificate];
  const drawing = equalBytes(before.plain, after.plain);
  const causes = [
    a.version === b.version ? null : `it was made by hgl ${a.version}, and this is ${b.version}`,
    a.notebook === b.notebook ? null : `its notebook was called ${a.notebook}, and is ${b.notebook} now`,
    a.notebookId === b.notebookId ? null : `its notebook had the id ${a.notebookId}, and has ${b.notebookId} now`,
    a.cellHash === b.cellHash ? null : cellChange(a),
    optionChange(a, b),
    dataChange(a, b),
    runChange(a, b),
    before.untouched === false ? "the file was changed after it was made" : null,
  ].filter((cause) => cause !== null);
  if (drawing) return [...causes, "the drawing itself is the same, byte for byte"];
  return causes.length > 0 ? causes : ["only the drawing differs: the cell, its runs and the version are the same"];
}

function cellChange({ cell, cellHash }: Certificate): string {
  return cellHash === null
    ? "the earlier version did not record what the cell said"
    : `#${cell}, or a cell that it needs, was changed`;
}

function optionChange({ options: a }: Certificate, { options: b }: Certificate): string | null {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().filter((key) => !equal(a[key], b[key]));
  const shown = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
  return keys.length === 0
    ? null
    : `its options are different: ${keys.map((key) => `${key} was ${shown(a[key])}, is ${shown(b[key])}`).join("; ")}`;
}

function dataChange({ runs: a }: Certificate, { runs: b }: Certificate): string | null {
  const hashes = (runs: Certificate["runs"]): string => distinct(runs.map(({ dataHash }) => dataHash ?? "")).join();
  return a.length > 0 && b.length > 0 && hashes(a) !== hashes(b) ? "its runs were trained on other data" : null;
}

function runChange({ runs: a }: Certificate, { runs: b }: Certificate): string | null {
  const [then, now] = [a, b].map((runs) => runs.map(({ runId }) => runId));
  if (distinct(then!).join() === distinct(now!).join()) return null;
  return `it shows other runs: ${now!.join(", ") || "none"} instead of ${then!.join(", ") || "none"}`;
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}

function equal(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
