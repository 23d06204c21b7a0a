import { MIME } from "../../../common/ids";
import type { RunView, TrainingPayload } from "../../../common/payloads/training";
import type { CellOutput } from "../../../common/wire/worker";
import type { ResolvedAblation } from "../../../notebook/resolve";
import { fewOf } from "../../words";
import { classChanges, tableOfVariants } from "../ablation/ablationTables";
import type { ComparedVariant } from "../ablation/compareVariants";
import { note, tables } from "./forms";
import { inWords } from "./trainOutput";

/** What an ablation shows: its table, which fills as runs end, and below it how the runs train. @param plan what is to be trained, in a sentence; null where nothing is */
export function ablationOutputs(
  cell: ResolvedAblation,
  compared: readonly ComparedVariant[],
  views: readonly RunView[],
  plan: string | null,
): CellOutput[] {
  const payload: TrainingPayload = { kind: "training", version: 1, cell: cell.id, runs: views };
  const training = { [MIME.training]: JSON.stringify(payload), "text/plain": inWords(views) };
  const changes = classChanges(compared);
  const all = [tableOfVariants(cell, compared), ...(changes ? [changes] : [])];
  const lines = plan === null ? [] : [{ markdown: plan, text: plan }];
  return [tables(all, [...lines, ...warningsOf(compared).map(note)]), training];
}

/** Rows that could not be held against the baseline. */
export function warningsOf(compared: readonly ComparedVariant[]): string[] {
  const unpaired = compared.flatMap(({ label, unpaired: why }) =>
    why === null ? [] : [`${label} is not held against the baseline: ${why.replace(/\.$/, "")}`],
  );
  return fewOf(unpaired, (more) => `so are ${more} further variants`);
}
