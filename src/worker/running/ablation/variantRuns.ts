import type { ResolvedAblation, ResolvedVariant } from "../../../notebook/resolve";
import { describeNetwork } from "../modelCell";
import { finishedAmong, type FinishedRun, type PlannedRun } from "../plan";
import { runsOf, type StoredRun } from "../storedRuns";
import type { PlannedVariant } from "./planAblation";

/** A row of an ablation, whatever of it has ended. */
export interface VariantRow {
  readonly label: string;
  /** The level of each factor; null where it is as in the baseline. */
  readonly levels: readonly (string | null)[];
  readonly also: readonly string[];
  /** Runs of the row, one for each seed. */
  readonly seeds: number;
  /** Ids of those that are known, in the order of the seeds. */
  readonly ids: readonly string[];
  readonly parameters: number | null;
  /** Multiply-adds of one clip. */
  readonly macs: number | null;
  /** Of one clip's inference; null where nobody has measured it on a machine like this one. */
  readonly milliseconds: number | null;
}

/** A row with those of its runs that have ended. */
export interface VariantRuns extends VariantRow {
  readonly runs: readonly FinishedRun[];
}

/** The rows of an ablation and the runs that the store has of them, with their rows' labels; the baseline first. */
export interface StoredAblation {
  readonly rows: readonly VariantRow[];
  readonly runs: readonly StoredRun[];
  readonly labels: ReadonlyMap<string, string>;
}

/** Finds an ablation's runs without reading its data. @param hashOf content hash of a data cell's data; null where unknown */
export async function storedAblation(
  { variants }: ResolvedAblation,
  stored: readonly StoredRun[],
  hashOf: (data: string) => string | null,
  notebookPath: string,
): Promise<StoredAblation> {
  const found = variants.map((variant) => ({
    variant,
    runs: runsOf(variant.train, stored, hashOf(variant.data.id)),
  }));
  const rows = await Promise.all(found.map(({ variant, runs }) => rowFrom(variant, runs, notebookPath)));
  const labels = new Map<string, string>();
  const runs = found.flatMap((one) =>
    one.runs.filter(({ folder }) => {
      if (labels.has(folder.id)) return false;
      labels.set(folder.id, one.variant.label);
      return true;
    }),
  );
  return { rows, runs, labels };
}

/** The same for runs that are planned. */
export async function plannedRows(planned: readonly PlannedVariant[], notebookPath: string): Promise<VariantRow[]> {
  return await Promise.all(planned.map(({ variant, runs }) => rowFrom(variant, runs, notebookPath)));
}

/** Runs of all rows, also those that were never begun. */
export function runCount(rows: readonly VariantRow[]): number {
  return rows.reduce((sum, { seeds }) => sum + seeds, 0);
}

/** The rows with those of some runs that are theirs. */
export function filled(rows: readonly VariantRow[], finished: readonly FinishedRun[]): VariantRuns[] {
  const byId = new Map(finished.map((run) => [run.folder.id, run]));
  return rows.map((row) => ({ ...row, runs: row.ids.flatMap((id) => byId.get(id) ?? []) }));
}

/** The rows with all their runs that the store knows to have ended. @throws HglError "store" for a damaged result */
export function filledFrom({ rows, runs }: StoredAblation): VariantRuns[] {
  return filled(rows, finishedAmong(runs));
}

async function rowFrom(
  { label, levels, also, train }: ResolvedVariant,
  runs: readonly PlannedRun[],
  notebookPath: string,
): Promise<VariantRow> {
  const ids = runs.map(({ folder }) => folder.id);
  return { label, levels, also, seeds: train.runs.length, ids, ...(await costsOf(runs[0], notebookPath)) };
}

/** What is known of a run's network without counting it. */
async function costsOf(
  run: PlannedRun | undefined,
  notebookPath: string,
): Promise<Pick<VariantRow, "parameters" | "macs" | "milliseconds">> {
  if (!run) return { parameters: null, macs: null, milliseconds: null };
  const { spec, config } = run;
  const input = { layout: spec.layout, classes: spec.classes.length, window: config.data.window, cells: [] };
  const described = await describeNetwork(config.model, input, notebookPath, false);
  const times = described?.times?.milliseconds;
  return {
    parameters: described?.summary.parameters ?? null,
    macs: described?.summary.macs ?? null,
    milliseconds: times ? times.reduce((sum, one) => sum + one, 0) : null,
  };
}
