import type { ResolvedAblation } from "../../../notebook/resolve";
import type { FigureSource } from "../figures/source";
import { runsBeside } from "../storedRuns";
import { filledFrom, storedAblation, type VariantRuns } from "./variantRuns";

/** An ablation cell by its id. @throws TypeError where it is none, which checking a notebook rules out */
export function ablationNamed(id: string, { opened }: Pick<FigureSource, "opened">): ResolvedAblation {
  const ablation = opened.cells.find((cell) => cell.id === id);
  if (ablation?.kind !== "ablation") throw new TypeError(`#${id} is no ablation`);
  return ablation;
}

/** The rows of an ablation with their runs that have ended, for a cell that shows them; the baseline first. */
export async function rowsOfAblation(id: string, source: FigureSource): Promise<readonly VariantRuns[]> {
  const { opened, known } = source;
  const ablation = ablationNamed(id, source);
  const hashes = new Map<string, string | null>();
  for (const { data } of ablation.variants)
    if (!hashes.has(data.id)) hashes.set(data.id, (await known(data.id))?.contentHash ?? null);
  return filledFrom(await storedAblation(ablation, runsBeside(opened.path), (data) => hashes.get(data)!, opened.path));
}
