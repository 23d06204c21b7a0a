import { MIME } from "../../../common/ids";
import { MOST_NETWORKS, type ModelPayload, type NetworkView, type PartView } from "../../../common/payloads/model";
import type { CellOutput } from "../../../common/wire/worker";
import type { Table } from "../../../figures/table";
import type { TrainedRow } from "../../../model/train/activations";
import { blocksOf, type DescribedNetwork } from "../modelCell";
import { COUNT_COLUMNS, KEPT_NOTE } from "../modelTable";
import { count } from "../../words";
import { tables } from "./forms";
import { blockSettings, settingsOf } from "./modelSettings";

/** What a model cell shows: the network block by block, once for each kind of input that train cells give it. */
export function modelOutput(cell: string, networks: readonly DescribedNetwork[]): CellOutput {
  const payload: ModelPayload = {
    kind: "model",
    version: 1,
    cell,
    networks: networks.slice(0, MOST_NETWORKS).map(viewOf),
  };
  return { [MIME.model]: JSON.stringify(payload), ...tables(networks.map(blockTable)) };
}

function viewOf({ config, input, summary, times }: DescribedNetwork): NetworkView {
  const { cells, layout, classes, window } = input;
  return {
    cells,
    layout,
    classes,
    window,
    blocks: config.widths.map((_, block) => ({ settings: blockSettings(block, config) })),
    parts: summary.rows.map((row) => partOf(row, config)),
    times,
  };
}

function partOf(row: TrainedRow, config: DescribedNetwork["config"]): PartView {
  const { parameters, macs, output, outputBytes, kept } = row;
  const [, number, part] = /^block (\d+) (.+)$/.exec(row.name) ?? [];
  const block = number === undefined ? null : Number(number);
  const name = part ?? row.name;
  const settings = settingsOf(name, block === null ? null : block - 1, config);
  return { name, block, parameters, macs, output, outputBytes, kept, settings };
}

function blockTable({ input, summary }: DescribedNetwork): Table {
  const { layout, classes, window, cells } = input;
  const whose =
    cells.length > 0
      ? `As ${cells.map((id) => `#${id}`).join(", ")} ${cells.length === 1 ? "trains" : "train"} it`
      : "As for NTU RGB+D 60, since no train cell with known data uses it yet";
  return {
    columns: [{ title: "Block" }, { title: "Output [M, C, V, T]" }, ...COUNT_COLUMNS],
    rows: [
      ...blocksOf(summary).map(({ name, output, parameters, macs, kept }) => [
        name,
        output,
        parameters,
        macs / 1e6,
        kept / 1e6,
      ]),
      ["total", "", summary.parameters, summary.macs / 1e6, summary.kept / 1e6],
    ],
    note: `${whose}: skeleton ${layout}, ${count(classes, "class", "classes")}, ${count(window, "frame")}; one clip with all its bodies. ${KEPT_NOTE}`,
  };
}
