import type { Dataset } from "../../model/data/dataset";
import { toText } from "../../figures/table";
import type { ResolvedAblation, ResolvedData } from "../../notebook/resolve";
import { costedPlan, costIn, planSentence } from "../running/ablation/beginAblation";
import { classChanges, tableOfVariants } from "../running/ablation/ablationTables";
import { compareVariants } from "../running/ablation/compareVariants";
import { planAblation } from "../running/ablation/planAblation";
import { filled, plannedRows } from "../running/ablation/variantRuns";
import type { OpenedNotebook } from "../running/openNotebook";
import { warningsOf } from "../running/outputs/ablationOutput";
import type { FinishedRun, PlannedRun, PlannedTexts } from "../running/plan";
import type { Training } from "../running/train";

export interface NamedTraining extends Training {
  /** What a run is called beside its seed. */
  readonly nameOf: (run: PlannedRun) => string;
}

/** What `hgl run` gives an ablation. */
export interface AblationLine {
  readonly say: (text: string) => void;
  readonly warn: (sentence: string) => void;
  readonly dataset: (data: ResolvedData) => Promise<Dataset>;
  /** Of a text cell that has been run. */
  readonly texts: (id: string) => PlannedTexts;
  readonly train: (planned: readonly PlannedRun[], training: Partial<NamedTraining>) => Promise<FinishedRun[]>;
}

/** Trains an ablation's variants and prints its tables. @throws HglError for the first thing that stops it */
export async function ablationOnLine(
  cell: ResolvedAblation,
  { path }: OpenedNotebook,
  { say, warn, dataset, texts, train }: AblationLine,
): Promise<FinishedRun[]> {
  const read = new Map<string, Promise<Dataset>>();
  const planned = await planAblation(cell, path, {
    dataset: (data) => {
      const { source, format, layout, columns, bad } = data.config;
      const key = JSON.stringify([source, format, layout, columns, bad]);
      const known = read.get(key) ?? dataset(data);
      read.set(key, known);
      return known;
    },
    texts: ({ train: { text } }) => Promise.resolve(text === null ? null : texts(text)),
  });
  const plan = await costedPlan(cell, planned, path, new AbortController().signal, warn);
  say(`\n#${cell.id}  ${planSentence(cell, plan)}\n`);
  const finished = await train(plan.runs, {
    places: plan.places,
    costOf: costIn(plan),
    nameOf: (run) => plan.rowOf.get(run)!.variant.label,
  });
  const compared = compareVariants(filled(await plannedRows(planned, path), finished), path);
  const changes = classChanges(compared);
  say(`\n${toText(tableOfVariants(cell, compared))}`);
  if (changes) say(`\n${toText(changes)}`);
  for (const sentence of warningsOf(compared)) warn(sentence);
  return finished;
}
