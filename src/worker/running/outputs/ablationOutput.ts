import { MIME } from "../../../common/ids";
import type { RunView, TrainingPayload } from "../../../common/payloads/training";
import type { CellOutput } from "../../../common/wire/worker";
import type { ResolvedAblation } from "../../../notebook/resolve";
import { fewOf } from "../../words";
import { classChanges, contrastsOf, tableOfVariants } from "../ablation/ablationTables";
import { provenanceOf } from "../birthCertificate";
import type { ComparedVariant } from "../ablation/compareVariants";
import { note, tables } from "./forms";
import { stillPicture } from "./stillPicture";
import { inWords } from "./trainOutput";

/** Of the plot area in px. */
const PICTURE = 300;

/**
 * What an ablation shows: its table, which fills as runs end, what its variants change as a picture, and below it how the runs train.
 *
 * @param notebook name of its file
 * @param plan what is to be trained, in a sentence; null where nothing is
 */
export async function ablationOutputs(
  cell: ResolvedAblation,
  compared: readonly ComparedVariant[],
  {
    views,
    plan,
    notebook,
  }: { readonly views: readonly RunView[]; readonly plan: string | null; readonly notebook: string },
): Promise<CellOutput[]> {
  const payload: TrainingPayload = { kind: "training", version: 1, cell: cell.id, runs: views };
  const training = { [MIME.training]: JSON.stringify(payload), "text/plain": inWords(views) };
  const changes = classChanges(compared);
  const all = [tableOfVariants(cell, compared), ...(changes ? [changes] : [])];
  const lines = plan === null ? [] : [{ markdown: plan, text: plan }];
  const picture = await differences(cell, compared, notebook);
  return [tables(all, [...lines, ...warningsOf(compared).map(note)]), ...(picture ? [picture] : []), training];
}

/** Bars of what the variants change; undefined before one of them has ended. */
async function differences(
  { id }: ResolvedAblation,
  compared: readonly ComparedVariant[],
  notebook: string,
): Promise<CellOutput | undefined> {
  const contrasts = contrastsOf(compared);
  if (contrasts.length === 0) return undefined;
  // With it comes vega, which nothing else needs.
  const { contrastBarsSpec } = await import("../../../figures/comparison");
  const title = `#${id}: change of test accuracy against ${compared[0]!.label}, with 95% intervals`;
  const runs = compared.flatMap((row) => provenanceOf(row.runs.map(({ spec }) => spec)));
  const spec = contrastBarsSpec(contrasts, compared[0]!.label, { width: PICTURE });
  return {
    "image/svg+xml": await stillPicture(spec, { figure: "ablation", title, cell: id, notebook, runs }),
    "text/plain": `${title}\n`,
  };
}

/** Rows that could not be held against the baseline. */
export function warningsOf(compared: readonly ComparedVariant[]): string[] {
  const unpaired = compared.flatMap(({ label, unpaired: why }) =>
    why === null ? [] : [`${label} is not held against the baseline: ${why.replace(/\.$/, "")}`],
  );
  return fewOf(unpaired, (more) => `so are ${more} further variants`);
}
