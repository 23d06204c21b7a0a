import { HglError } from "../../common/errors";
import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedAblation } from "../../notebook/resolve";
import { costedPlan, costIn, planSentence } from "../running/ablation/beginAblation";
import { compareVariants } from "../running/ablation/compareVariants";
import { planAblation, type VariantSources } from "../running/ablation/planAblation";
import { filled, plannedRows, runCount, storedAblation, type VariantRow } from "../running/ablation/variantRuns";
import { ablationOutputs } from "../running/outputs/ablationOutput";
import { runsBeside } from "../running/storedRuns";
import { beginOn, joinRuns } from "../running/train";
import { unlessStopped } from "../unlessStopped";
import { hashesOf } from "./context";
import type { Desk } from "./desk";
import { followRuns, type Shown } from "./followRuns";
import { importData } from "./importData";
import { textsBehind } from "./prepareTexts";
import { stoppedEarly, type Work } from "./work";

/** Trains the variants that are not trained yet, or follows whoever is at them; the table fills as runs end. */
export async function executeAblation(desk: Desk, work: Work<ResolvedAblation>): Promise<CellEnd> {
  const { cell, opened, execution, stop } = work;
  const warn = (sentence: string) => void desk.tell("warning", { execution, message: `#${cell.id}: ${sentence}` });
  try {
    const planned = await planAblation(cell, opened.path, sourcesOf(desk, work));
    const plan = await costedPlan(cell, planned, opened.path, stop, warn);
    if (stop.aborted) return stoppedEarly(cell.id);
    const labels = new Map([...plan.rowOf].map(([run, { variant }]) => [run.folder.id, variant.label]));
    const shown = shownAs(work, await plannedRows(planned, opened.path), labels, planSentence(cell, plan));
    const training = { launch: desk.launch, places: plan.places, costOf: costIn(plan) };
    return await followRuns(desk, work, await beginOn(cell.executor, plan.runs, training), shown);
  } catch (error) {
    if (error instanceof HglError && error.code === "interrupted" && stop.aborted) return stoppedEarly(cell.id);
    throw error;
  }
}

/** Follows what is being trained for it; starts nothing. */
export async function attachAblation(desk: Desk, work: Work<ResolvedAblation>): Promise<CellEnd> {
  const { cell, opened } = work;
  const hashOf = await hashesOf(opened, desk.datasets);
  const { rows, runs, labels } = await storedAblation(cell, runsBeside(opened.path), hashOf, opened.path);
  return await followRuns(desk, work, await joinRuns(runs), shownAs(work, rows, labels, null));
}

function shownAs(
  { cell, opened }: Work<ResolvedAblation>,
  rows: readonly VariantRow[],
  labels: ReadonlyMap<string, string>,
  plan: string | null,
): Shown {
  return {
    runs: runCount(rows),
    threads: cell.variants[0].train.runs[0]!.train.threads,
    renewed: true,
    nameOf: ({ folder }) => labels.get(folder.id)!,
    outputs: (views, finished) => {
      const compared = compareVariants(filled(rows, finished), opened.path);
      return ablationOutputs(cell, compared, { views, plan, notebook: opened.name });
    },
  };
}

function sourcesOf(desk: Desk, work: Work<ResolvedAblation>): VariantSources {
  return {
    dataset: async (data) => {
      const dataset = await unlessStopped(importData(desk, data, work), work.stop);
      if (dataset) return dataset;
      throw new HglError({ code: "interrupted", where: `#${data.id}`, what: "reading the data was stopped" });
    },
    texts: (variant, dataset) => textsBehind(desk, { ...work, cell: variant.train }, dataset),
  };
}
