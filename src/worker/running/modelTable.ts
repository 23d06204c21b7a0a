import type { Table } from "../../figures/table";

/** What is counted of a part or block, in every table of a network. */
export const COUNT_COLUMNS: Table["columns"] = [
  { title: "Parameters", align: "right" },
  { title: "Multiply-adds (M)", align: "right", digits: 2 },
  { title: "Activations (MB)", align: "right", digits: 2 },
];

/** What the last of them is. */
export const KEPT_NOTE = "Activations: what training keeps of it for the backward pass.";
