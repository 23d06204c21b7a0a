import type { RunConfig } from "../../common/config";
import type { ReportInput, ReportRun } from "./input";

/** Runs that differ in their seed alone, in the order of the seeds; the unit that means and deviations are over. */
export interface ReportGroup {
  /** Cell id, or a name made of the run id for runs that no cell claims. */
  readonly name: string;
  /** Anchor inside the page. */
  readonly anchor: string;
  readonly runs: readonly ReportRun[];
}

/** Groups in the notebook's order; runs that no cell names follow, grouped by their configuration. A cell of mixed configurations is split. */
export function groupRuns({ cells, runs }: ReportInput): ReportGroup[] {
  const byId = new Map(runs.map((run) => [run.runId, run]));
  const left = new Set(runs);
  const named: { name: string; runs: ReportRun[] }[] = [];
  const add = (name: string, members: readonly ReportRun[]): void => {
    const alike = new Map<string, ReportRun[]>();
    for (const run of members) {
      left.delete(run);
      const key = likeness(run);
      alike.set(key, [...(alike.get(key) ?? []), run]);
    }
    const parts = [...alike.values()];
    parts.forEach((part, i) => {
      part.sort((a, b) => a.config.seed - b.config.seed);
      named.push({ name: parts.length > 1 ? `${name}.${i + 1}` : name, runs: part });
    });
  };
  for (const { id, runIds } of cells)
    add(
      id,
      [...new Set(runIds)].flatMap((runId) => byId.get(runId) ?? []),
    );
  const others = new Map<string, ReportRun[]>();
  for (const run of left) others.set(likeness(run), [...(others.get(likeness(run)) ?? []), run]);
  for (const members of others.values()) add(`run ${members[0]!.runId.slice(0, 10)}`, members);
  return named.map((group, i) => ({ ...group, anchor: `runs-${i + 1}` }));
}

/** Equal for runs whose results may be averaged: same configuration but for the seed, same classes. */
function likeness({ config, result }: ReportRun): string {
  return JSON.stringify([...configEntries(config), result.classes]);
}

/** The configuration as "section.key" and a short value, in a fixed order, without the seed. A data path keeps its last part only. */
export function configEntries(config: RunConfig): [key: string, value: string][] {
  const entries: [string, string][] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const key of Object.keys(value))
        walk((value as Record<string, unknown>)[key], path ? `${path}.${key}` : key);
    } else {
      entries.push([path, typeof value === "string" && PATHS.has(path) ? lastPart(value) : short(value)]);
    }
  };
  const { data, model, train, language } = config;
  walk({ data, model, train, ...(language ? { language } : {}) }, "");
  return entries;
}

function short(value: unknown): string {
  if (Array.isArray(value)) return value.length ? value.map(short).join(", ") : "none";
  if (value === null || value === undefined) return "off";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

/** Where a data set or a model lies on the author's disk is no reader's business; what it is called is. */
const PATHS: ReadonlySet<string> = new Set([
  "data.source",
  "data.layout",
  "language.texts.file",
  "language.texts.encoder.folder",
  "language.texts.video.folder",
]);

function lastPart(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
