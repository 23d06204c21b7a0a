import { complexitySpec, publishedOn, type Costed } from "../../../figures/complexity";
import { renderToWidth } from "../../../figures/fit";
import { spreadOf } from "../../../figures/statistics";
import type { ResolvedFigure } from "../../../notebook/resolve";
import { describeNetwork } from "../modelCell";
import type { Drawing, Paper } from "./draw";
import { groupsOf, type FigureSource, type RunGroup } from "./source";

export async function drawComplexity(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const groups = await groupsOf(cell, source);
  const ours: Costed[] = [];
  for (const group of groups) ours.push(await costOf(group, source));
  const points = [...ours, ...(cell.reference === undefined ? [] : publishedOn(cell.reference))];
  const { theme, height } = paper;
  const options = { theme, ...(height === undefined ? {} : { height }) };
  return {
    svg: await renderToWidth((width) => complexitySpec(points, { width, ...options }), paper.width),
    title: "Test accuracy against parameters and multiply-adds",
    runs: groups.flatMap(({ runs }) => runs),
  };
}

/** Accuracy and cost of a cell; its network is counted for the data that its runs were trained on. */
export async function costOf({ id, runs }: RunGroup, { opened }: FigureSource): Promise<Costed> {
  const accuracy = spreadOf(runs.map(({ result }) => 100 * result.test.top1))!;
  const { config, spec } = runs[0]!;
  const input = { layout: spec.layout, classes: spec.classes.length, window: config.data.window, cells: [id] };
  const { parameters, macs } = (await describeNetwork(config.model, input, opened.path, true))!.summary;
  return { name: id, accuracy: accuracy.mean, std: accuracy.std, parameters, macs, published: false };
}
