import type { CellOutput } from "../../../common/wire/worker";
import type { Table } from "../../../figures/table";
import { count } from "../../words";
import { blocksOf, type DescribedNetwork } from "../modelCell";
import { tables } from "./forms";

/** What a model cell shows: the network block by block, once for each kind of input that train cells give it. */
export function modelOutput(networks: readonly DescribedNetwork[]): CellOutput {
  return tables(networks.map(blockTable));
}

function blockTable({ input, summary }: DescribedNetwork): Table {
  const { layout, classes, window, cells } = input;
  const whose =
    cells.length > 0
      ? `As ${cells.map((id) => `#${id}`).join(", ")} ${cells.length === 1 ? "trains" : "train"} it`
      : "As for NTU RGB+D 60, since no train cell with known data uses it yet";
  return {
    columns: [
      { title: "Block" },
      { title: "Output [M, C, V, T]" },
      { title: "Parameters", align: "right" },
      { title: "Multiply-adds (M)", align: "right", digits: 2 },
    ],
    rows: [
      ...blocksOf(summary).map(({ name, output, parameters, macs }) => [name, output, parameters, macs / 1e6]),
      ["total", "", summary.parameters, summary.macs / 1e6],
    ],
    note: `${whose}: skeleton ${layout}, ${count(classes, "class", "classes")}, ${count(window, "frame")}; one clip with all its bodies.`,
  };
}
