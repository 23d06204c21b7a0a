import { HglError, nearest } from "../../../common/errors";
import { classChangeSpec, type Compared } from "../../../figures/comparison";
import { confusionPayload, confusionSpec } from "../../../figures/confusion";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import { fewOf } from "../../words";
import { comparedIn } from "./ablation";
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

/**
 * What changes class by class from the cell `minus` to the cell `of`, or from an ablation's baseline to its `variant`.
 * @throws HglError "cell" for cells with other classes, and for a variant that is not there
 */
export async function drawClassChange(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const [before, after] = await sidesOf(cell, source);
  const [others, own] = [before, after].map(({ runs }) => runs[0]!.result.classes);
  if (own!.join("\n") !== others!.join("\n"))
    throw new HglError({
      code: "cell",
      where: `#${cell.id}`,
      what: `${after.id} and ${before.id} tell apart other classes`,
      next: "compare two train cells on the same data",
    });
  const { theme, height } = paper;
  const row = height === undefined ? {} : { row: height / own!.length };
  const [from, to] = [byClass(before), byClass(after)];
  return {
    svg: await renderToWidth((width) => classChangeSpec(from, to, { width, theme, ...row }), paper.width),
    title: `Change of class accuracy from ${before.id} to ${after.id}, test split`,
    runs: cell.ofKind === "ablation" ? [...before.runs, ...after.runs] : [...after.runs, ...before.runs],
  };
}

/** What is before and what is after, each named. */
async function sidesOf(cell: ResolvedFigure, source: FigureSource): Promise<readonly [RunGroup, RunGroup]> {
  const { id, of, ofKind, minus, variant } = cell;
  if (ofKind === "ablation") return await variantSides(cell, source);
  if (minus === null)
    throw refused(id, `#${of} is no ablation, so it has no \`variant\``, "name a train cell with `minus`");
  if (variant !== null) throw refused(id, `#${of} is no ablation, so it has no \`variant\``, "remove `variant`");
  const [after, before] = [await groupOf(id, of, source), await groupOf(id, minus, source)];
  return [named(before), named(after)];
}

const named = ({ id, runs }: RunGroup): RunGroup => ({ id: `#${id}`, runs });

async function variantSides(cell: ResolvedFigure, source: FigureSource): Promise<readonly [RunGroup, RunGroup]> {
  const { id, of, variant } = cell;
  const { compared } = await comparedIn(cell, source);
  const [baseline, ...others] = compared.map(({ label, runs }): RunGroup => ({ id: label, runs }));
  const names = others.map((other) => other.id);
  if (variant === null)
    throw refused(id, `#${of} is an ablation`, `name one of its rows with \`variant\`: ${listed(names)}`);
  const chosen = others.find((other) => other.id === variant);
  if (!chosen) {
    const guess = nearest(variant, names);
    const next = guess ? `did you mean "${guess}"?` : `use one of ${listed(names)}`;
    throw refused(id, `#${of} has no variant "${variant}" beside its baseline`, next);
  }
  if (chosen.runs.length > 0) return [baseline!, chosen];
  throw refused(id, `the variant "${variant}" of #${of} has no finished run to show`, `run #${of} first`);
}

function listed(names: readonly string[]): string {
  return fewOf(
    names.map((name) => `"${name}"`),
    (more) => `${more} more`,
  ).join(", ");
}

function refused(id: string, what: string, next: string): HglError {
  return new HglError({ code: "cell", where: `#${id}`, what, next });
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
