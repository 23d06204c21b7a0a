import { ablationHeatSpec, type HeatTile } from "../../../figures/ablationHeat";
import { isSure } from "../../../figures/ablationTable";
import { contrastBarsSpec } from "../../../figures/comparison";
import { renderToWidth } from "../../../figures/fit";
import { HglError } from "../../../common/errors";
import type { ResolvedAblation, ResolvedFigure, ResolvedTable } from "../../../notebook/resolve";
import { contrastsOf, factorTitle, rowOf } from "../ablation/ablationTables";
import { compareVariants, type ComparedVariant } from "../ablation/compareVariants";
import { ablationNamed, rowsOfAblation } from "../ablation/ablationRuns";
import type { Drawing, Paper } from "./draw";
import type { FigureSource } from "./source";

interface Compared {
  readonly ablation: ResolvedAblation;
  /** The baseline first. */
  readonly compared: readonly ComparedVariant[];
}

/** The ablation that a cell is of, as far as its runs have ended. @throws HglError "cell" where its baseline has none */
export async function comparedIn(
  { id, of }: Pick<ResolvedFigure | ResolvedTable, "id" | "of">,
  source: FigureSource,
): Promise<Compared> {
  const ablation = ablationNamed(of, source);
  const compared = compareVariants(await rowsOfAblation(of, source), source.opened.path);
  if (compared[0]!.runs.length > 0) return { ablation, compared };
  throw new HglError({
    code: "cell",
    where: `#${id}`,
    what: `#${of} has no finished run of its baseline to show`,
    next: `run #${of} first`,
  });
}

/** What each variant changes against the baseline, with the interval of the difference. */
export async function drawAblation(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  refuseBeside(cell);
  const { ablation, compared } = await comparedIn(cell, source);
  const contrasted = contrastsOf(compared);
  const { theme, height } = paper;
  const row = height === undefined ? {} : { row: height / Math.max(1, contrasted.length) };
  return {
    svg: await renderToWidth(
      (width) => contrastBarsSpec(contrasted, compared[0]!.label, { width, theme, ...row }),
      paper.width,
    ),
    title: `Change of test accuracy in the variants of #${ablation.id} against ${compared[0]!.label}`,
    runs: compared.flatMap(({ runs }) => runs),
  };
}

/** Accuracy of every combination of two factors. @throws HglError "cell" for an ablation that is no grid of two */
export async function drawAblationHeat(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const { ablation, compared } = await comparedIn(cell, source);
  const [rows, columns, ...more] = ablation.factors;
  if (ablation.design !== "grid" || !rows || !columns || more.length > 0)
    throw new HglError({
      code: "cell",
      where: `#${cell.id}`,
      what: `#${ablation.id} is no grid of two factors, which \`ablation-heat\` draws (it has ${ablation.factors.length}, ${ablation.design})`,
      next: "use `figure: ablation`, or an ablation with two factors and `design: grid`",
    });
  const { theme, height } = paper;
  const row = height === undefined ? {} : { row: height / rows.levels.length };
  const names = [factorTitle(rows.name), factorTitle(columns.name)] as const;
  return {
    svg: await renderToWidth(
      (width) => ablationHeatSpec(tilesOf(compared), names, { width, theme, ...row }),
      paper.width,
    ),
    title: `Test accuracy of the variants of #${ablation.id} by ${names.join(" and ")}`,
    runs: compared.flatMap(({ runs }) => runs),
  };
}

/** A baseline outside the grid has no tile. */
function tilesOf(compared: readonly ComparedVariant[]): HeatTile[] {
  return compared.flatMap((variant, at): HeatTile[] => {
    const [row, column] = variant.levels;
    if (row == null || column == null) return [];
    const { top1, against } = rowOf(variant);
    return [
      {
        row,
        column,
        top1: top1.length > 0 ? top1.reduce((sum, one) => sum + one, 0) / top1.length : null,
        difference: against?.difference ?? null,
        sure: isSure(against),
        baseline: at === 0,
      },
    ];
  });
}

function refuseBeside({ id, with: beside }: ResolvedFigure): void {
  if (beside.length === 0) return;
  throw new HglError({
    code: "cell",
    where: `#${id}`,
    what: "`with` has no effect on the figure of an ablation",
    next: "remove it, or name a train cell under `of`",
  });
}
