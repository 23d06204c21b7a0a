import { splitDataset } from "../../../model/data/split";
import type { Dataset } from "../../../model/data/dataset";
import { layoutText } from "../../../model/skeleton/layoutText";
import type { ResolvedAblation, ResolvedData, ResolvedVariant } from "../../../notebook/resolve";
import { describeNetwork } from "../modelCell";
import { planRuns, storedResultOf, type PlannedRun, type PlannedTexts } from "../plan";
import type { CostedRun } from "./estimate";

/** A row of an ablation with the runs it needs, one for each seed. */
export interface PlannedVariant {
  readonly variant: ResolvedVariant;
  readonly runs: readonly PlannedRun[];
  /** What each of them costs; they differ in their seed. */
  readonly cost: CostedRun;
}

/** Where the data and descriptions of variants come from. */
export interface VariantSources {
  dataset(data: ResolvedData): Promise<Dataset>;
  /** What a variant's runs are taught with beside labels; null where nothing is. */
  texts(variant: ResolvedVariant, dataset: Dataset): Promise<PlannedTexts | null>;
}

/**
 * The runs of every variant, the baseline's first. Writes nothing but what is counted of networks.
 * @throws HglError "data", "disk", "model"
 */
export async function planAblation(
  { variants }: ResolvedAblation,
  notebookPath: string,
  sources: VariantSources,
): Promise<PlannedVariant[]> {
  const planned: PlannedVariant[] = [];
  for (const variant of variants) {
    const dataset = await sources.dataset(variant.data);
    const runs = planRuns(variant.train, dataset, notebookPath, await sources.texts(variant, dataset));
    planned.push({ variant, runs, cost: await costOf(variant, dataset, notebookPath) });
  }
  return planned;
}

/** Of the runs of all variants each once, with the label of its row. */
export function distinctRuns(planned: readonly PlannedVariant[]): ReadonlyMap<PlannedRun, PlannedVariant> {
  const known = new Set<string>();
  const runs = new Map<PlannedRun, PlannedVariant>();
  for (const one of planned)
    for (const run of one.runs) {
      if (known.has(run.folder.id)) continue;
      known.add(run.folder.id);
      runs.set(run, one);
    }
  return runs;
}

/** Those without a result. @throws HglError "store" for a damaged one */
export function untrained(runs: Iterable<PlannedRun>): PlannedRun[] {
  return [...runs].filter((run) => storedResultOf(run) === undefined);
}

async function costOf({ train }: ResolvedVariant, dataset: Dataset, notebookPath: string): Promise<CostedRun> {
  const config = train.runs[0]!;
  const { train: own, validation, test } = splitDataset(dataset, config.data, config.seed);
  const classes = dataset.classes.length;
  const input = { layout: layoutText(dataset.layout), classes, window: config.data.window, cells: [] };
  const described = await describeNetwork(config.model, input, notebookPath, true);
  const { macs, parameters } = described!.summary;
  const clips = { train: own.length, validation: validation.length, test: test.length };
  return { config, clips, classes, macs, parameters };
}
