import { printable } from "../common/payloads/printable";
import { escapeXml, unescapeXml } from "./xml";

/** What a drawing on the screen says of itself: which runs, on which data, by which version. Hashes are hex; null where the run did not record one. */
export interface Provenance {
  readonly version: string;
  /** File name of the notebook. */
  readonly notebook: string;
  /** Cell that asked for the figure. */
  readonly cell: string;
  /** Kind of figure: "confusion", "curves", … */
  readonly figure: string;
  readonly runs: readonly RunProvenance[];
}

export interface RunProvenance {
  readonly runId: string;
  readonly seed: number;
  readonly configHash: string | null;
  readonly dataHash: string | null;
}

/** A figure file's birth certificate: all that is needed to make the file again, and to see whether it was changed. */
export interface Certificate extends Provenance {
  /** The id in the notebook's front matter; null where it has none. */
  readonly notebookId: string | null;
  /** SHA-256 of the cell's identity: its own configuration and that of every cell it needs. */
  readonly cellHash: string | null;
  /** What else the drawing depends on, as it was asked for: venue, columns, scheme, format, dots per inch, … */
  readonly options: Readonly<Record<string, unknown>>;
  /** SHA-256 of the file without this certificate. */
  readonly content: string | null;
}

const NAMESPACE = "urn:hocslm:provenance:1";

/** The SVG element that carries it; its text is one line of JSON. */
export function provenanceElement(provenance: Provenance): string {
  const { version, notebook, cell, figure, runs } = provenance;
  const ordered = {
    version,
    notebook,
    cell,
    figure,
    runs: runs.map(({ runId, seed, configHash, dataHash }) => ({ runId, seed, configHash, dataHash })),
  };
  return `<metadata><hgl:provenance xmlns:hgl="${NAMESPACE}">${escapeXml(JSON.stringify(ordered))}</hgl:provenance></metadata>`;
}

/** Reads it back from an SVG; null when there is none or it is damaged. */
export function readProvenance(svg: string): Provenance | null {
  const found = /<hgl:provenance xmlns:hgl="urn:hocslm:provenance:1">([^<]*)<\/hgl:provenance>/.exec(svg);
  const value = found && parsed(unescapeXml(found[1]!));
  return isProvenance(value) ? value : null;
}

/** One line of JSON in a fixed order, in ASCII, so that it reads the same in every encoding. */
export function certificateText(certificate: Certificate): string {
  const { version, notebook, notebookId, cell, cellHash, figure, options, runs, content } = certificate;
  const ordered = {
    version,
    notebook,
    notebookId,
    cell,
    cellHash,
    figure,
    options,
    runs: runs.map(({ runId, seed, configHash, dataHash }) => ({ runId, seed, configHash, dataHash })),
    content,
  };
  return JSON.stringify(ordered).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** No certificate that was made is longer; a hostile file's may be. */
const LONGEST = 2 ** 20;

/** Reads `certificateText` and what earlier versions wrote, which lacks some fields; null for anything else. */
export function parseCertificate(text: string): Certificate | null {
  const value = text.length <= LONGEST ? parsed(text) : null;
  if (!isProvenance(value)) return null;
  const { notebookId = null, cellHash = null, options = {}, content = null } = value as Partial<Certificate>;
  if (![notebookId, cellHash, content].every(isHash) || !isRecord(options)) return null;
  const { version, notebook, cell, figure, runs } = value;
  return { version, notebook, notebookId, cell, cellHash, figure, options, runs, content };
}

/** Where something comes from, in one line of words: for a reader, and for a comment beside a table. */
export function provenanceLine({ figure, cell, notebook, notebookId, version, options, runs }: Certificate): string {
  const from = `${notebook}${notebookId === null ? "" : ` (${notebookId})`}`;
  const asked = Object.entries(options).map(
    ([key, value]) => `${key} ${isText(value) ? value : JSON.stringify(value)}`,
  );
  const shown = runs.map(({ runId, seed }) => `${runId} (seed ${seed})`);
  const words = [
    `${figure} of #${cell} in ${from}, made by hgl ${version}`,
    ...(shown.length > 0 ? [`of ${shown.join(", ")}`] : []),
    ...(asked.length > 0 ? [`with ${asked.join(", ")}`] : []),
  ];
  return printable(words.join(" "));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function isProvenance(value: unknown): value is Provenance {
  if (!isRecord(value)) return false;
  const { version, notebook, cell, figure, runs } = value;
  return [version, notebook, cell, figure].every(isText) && Array.isArray(runs) && runs.every(isRun);
}

function isRun(value: unknown): value is RunProvenance {
  if (!isRecord(value)) return false;
  const { runId, seed, configHash, dataHash } = value;
  return typeof runId === "string" && typeof seed === "number" && isHash(configHash) && isHash(dataHash);
}

function isHash(part: unknown): boolean {
  return part === null || isText(part);
}

function isText(part: unknown): part is string {
  return typeof part === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
