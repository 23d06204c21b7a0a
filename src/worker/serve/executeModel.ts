import type { CellEnd } from "../../common/wire/worker";
import type { ResolvedModel } from "../../notebook/resolve";
import { describeNetwork, inputsOf, type DescribedNetwork } from "../running/modelCell";
import type { OpenedNotebook } from "../running/openNotebook";
import { knownData } from "./context";
import type { Desk } from "./desk";
import { modelOutput } from "../running/outputs/modelOutput";
import { ended, plainStatus } from "./status";
import type { Work } from "./work";

/** Counts the network for the inputs that its train cells give it. */
export async function executeModel(desk: Desk, { cell, opened, execution }: Work<ResolvedModel>): Promise<CellEnd> {
  const networks = await describeNetworks(desk, cell, opened, true);
  await desk.tell("outputs", { execution, outputs: [modelOutput(cell.id, networks!)] });
  return ended(plainStatus("done", false));
}

/** Undefined when one of them would have to be counted and may not. @throws HglError "model" */
export async function describeNetworks(
  { datasets }: Pick<Desk, "datasets">,
  cell: ResolvedModel,
  opened: OpenedNotebook,
  mayCompute: boolean,
): Promise<DescribedNetwork[] | undefined> {
  const known = await knownData(opened, datasets);
  const networks: DescribedNetwork[] = [];
  for (const input of inputsOf(cell, opened.cells, (id) => known.get(id))) {
    const network = await describeNetwork(cell.config, input, opened.path, mayCompute);
    if (!network) return undefined;
    networks.push(network);
  }
  return networks;
}
