import { HglError } from "../../../common/errors";
import { BLOCK_PARTS } from "../../../common/vocabulary";
import type { ModelConfig } from "../../../common/config";
import { drawArchitecture } from "../../../figures/architecture";
import { layoutFrom, layoutText } from "../../../model/skeleton/layoutText";
import type { ResolvedCell, ResolvedFigure } from "../../../notebook/resolve";
import type { DataFacts } from "../dataCell";
import { describeNetwork } from "../modelCell";
import type { Drawing, Paper } from "./draw";
import { networkOf, networkShown, type ShownNetwork } from "./network";
import type { FigureSource } from "./source";

const TITLES = {
  hglnet: "The network",
  cts: "The spatial module of block",
  dht: "The temporal module of block",
  ssf: "The sequential fusion of skeleton and language",
  ensemble: "The ensemble of streams",
} as const;

/** A diagram of a model cell's network, or of a train cell's; no run is needed. @throws HglError "cell" for a block that is not there */
export async function drawArchitectureFigure(
  cell: ResolvedFigure,
  source: FigureSource,
  paper: Paper,
): Promise<Drawing> {
  const { id, of, part, block = 1, scheme } = cell;
  const { cells, path } = source.opened;
  const config = configOf(cells, of);
  const blocks = config.widths.length;
  const ofBlock = BLOCK_PARTS.includes(part);
  if (ofBlock && block > blocks)
    throw new HglError({
      code: "cell",
      where: `#${id}, block`,
      what: `#${of} has ${blocks} block${blocks === 1 ? "" : "s"}, and none is number ${block}`,
      next: `choose 1 to ${blocks}`,
    });
  const network = await networkFor(cell, source);
  const { name, joints, bodies, parts } = layoutFrom(network.layout);
  const { summary } = (await describeNetwork(config, { ...network, cells: [] }, path, true))!;
  const title = `${TITLES[part]}${ofBlock ? ` ${block}` : ""} of #${of}`;
  const input = { layout: name, joints: joints.length, bodies, classes: network.classes, window: network.window, parts: Object.keys(parts) }; // prettier-ignore
  const svg = drawArchitecture({ config, input, summary }, { part, block, width: paper.width, scheme, title });
  return { svg, title, runs: [], network };
}

/** As `networkShown` tells it, or as the data of the train cell say when they are read now. */
async function networkFor(cell: ResolvedFigure, source: FigureSource): Promise<ShownNetwork> {
  const { cells } = source.opened;
  const cards = new Map<string, DataFacts["card"] | undefined>();
  for (const { kind, id } of cells) if (kind === "data") cards.set(id, await source.known(id));
  const shown = networkShown(cell, cells, (data) => cards.get(data));
  if (shown) return shown;
  const train = cells.find((one) => one.id === cell.of);
  if (train?.kind !== "train")
    throw new HglError({ code: "cell", where: `#${cell.id}`, what: `#${cell.of} has no network` });
  const { layout, classes } = await source.dataset(train.data);
  return networkOf(train, layoutText(layout), classes.length);
}

function configOf(cells: readonly ResolvedCell[], id: string): ModelConfig {
  const cell = cells.find((one) => one.id === id);
  if (cell?.kind === "model") return cell.config;
  if (cell?.kind === "train") return cell.runs[0]!.model;
  throw new HglError({ code: "cell", where: `#${id}`, what: "it is no model and no train cell" });
}
