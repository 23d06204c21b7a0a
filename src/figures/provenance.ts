import { escapeXml } from "./xml";

/** A figure's birth certificate: which runs, on which data, by which version. Hashes are hex; null where the run did not record one. */
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
  if (!found) return null;
  try {
    const value: unknown = JSON.parse(
      found[1]!.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    );
    return isProvenance(value) ? value : null;
  } catch {
    return null;
  }
}

function isProvenance(value: unknown): value is Provenance {
  if (typeof value !== "object" || value === null) return false;
  const { version, notebook, cell, figure, runs } = value as Record<string, unknown>;
  const text = (part: unknown): part is string => typeof part === "string";
  return text(version) && text(notebook) && text(cell) && text(figure) && Array.isArray(runs) && runs.every(isRun);
}

function isRun(value: unknown): value is RunProvenance {
  if (typeof value !== "object" || value === null) return false;
  const { runId, seed, configHash, dataHash } = value as Record<string, unknown>;
  const hash = (part: unknown): boolean => part === null || typeof part === "string";
  return typeof runId === "string" && typeof seed === "number" && hash(configHash) && hash(dataHash);
}
