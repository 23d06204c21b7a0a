import { accuracyRowsSpec, changeBarsSpec, type Compared } from "../../../figures/comparison";
import { renderToWidth } from "../../../figures/fit";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { Drawing, Paper } from "./draw";
import { groupsOf, type FigureSource, type RunGroup } from "./source";

/** `streams`: accuracy by stream. `ablation`: what each cell changes against the first. */
export async function drawComparison(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const groups = await groupsOf(cell, source);
  const byStream = cell.figure === "streams";
  const compared = groups.map((group) => ({
    ...comparedOf(group),
    ...(byStream ? { name: nameByStream(group, groups) } : {}),
  }));
  const spec = byStream || compared.length === 1 ? accuracyRowsSpec : changeBarsSpec;
  const { theme, height } = paper;
  const rows = Math.max(1, spec === changeBarsSpec ? compared.length - 1 : compared.length);
  const row = height === undefined ? {} : { row: height / rows };
  return {
    svg: await renderToWidth((width) => spec(compared, { width, theme, ...row }), paper.width),
    title: byStream ? "Test accuracy by stream" : `Change of test accuracy against #${groups[0].id}`,
    runs: groups.flatMap(({ runs }) => runs),
  };
}

export function comparedOf({ id, runs }: RunGroup): Compared {
  return { name: id, seeds: runs.map(({ config, result }) => ({ seed: config.seed, top1: result.test.top1 })) };
}

/** "J", or "J (base)" where two cells train the same stream. */
function nameByStream(group: RunGroup, groups: readonly RunGroup[]): string {
  const stream = streamOf(group);
  return groups.filter((other) => streamOf(other) === stream).length > 1 ? `${stream} (${group.id})` : stream;
}

function streamOf({ runs }: RunGroup): string {
  return runs[0]!.config.data.stream;
}
