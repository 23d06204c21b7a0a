import { HglError } from "../../../common/errors";
import { classChangeSpec, type Compared } from "../../../figures/comparison";
import { confusionPayload, confusionSpec } from "../../../figures/confusion";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { Drawing, Paper } from "./draw";
import { groupOf, type FigureSource, type RunGroup } from "./source";

/** The confusion matrix of a cell, on all its seeds. */
export async function drawConfusion(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const group = await groupOf(cell.id, cell.of, source);
  const title = `True against predicted classes of #${group.id}, test split`;
  const payload = confusionPayload(
    title,
    group.runs[0]!.result.classes,
    group.runs.map(({ result }) => result.test),
  );
  return {
    svg: await renderToWidth(
      (side) => confusionSpec(payload, { side, order: cell.order, theme: paper.theme, within: paper.width }),
      paper.width,
    ),
    title,
    runs: group.runs,
  };
}

/** What changes class by class from the cell `minus` to the cell `of`. @throws HglError "cell" for cells with other classes */
export async function drawClassChange(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const [after, before] = [await groupOf(cell.id, cell.of, source), await groupOf(cell.id, cell.minus!, source)];
  const [own, others] = [after, before].map(({ runs }) => runs[0]!.result.classes);
  if (own!.join("\n") !== others!.join("\n"))
    throw new HglError({
      code: "cell",
      where: `#${cell.id}`,
      what: `#${after.id} and #${before.id} tell apart other classes`,
      next: "compare two train cells on the same data",
    });
  const { theme, height } = paper;
  const row = height === undefined ? {} : { row: height / own!.length };
  const [from, to] = [byClass(before), byClass(after)];
  return {
    svg: await renderToWidth((width) => classChangeSpec(from, to, { width, theme, ...row }), paper.width),
    title: `Change of class accuracy from #${before.id} to #${after.id}, test split`,
    runs: [...after.runs, ...before.runs],
  };
}

function byClass({ runs }: RunGroup): Compared[] {
  return runs[0]!.result.classes.map((name, i) => ({
    name,
    seeds: runs.flatMap(({ config, result }) => {
      const top1 = result.test.perClass[i] ?? null;
      return top1 === null ? [] : [{ seed: config.seed, top1 }];
    }),
  }));
}
