import type { RunProvenance } from "./provenance";
import type { Table } from "./table";

/** Which runs something shows, and what each was made from; hashes are cut to the digits that tell them apart. */
export function provenanceTable(runs: readonly (RunProvenance & { readonly cell: string })[]): Table {
  return {
    columns: [
      { title: "Cell" },
      { title: "Seed", align: "right" },
      { title: "Run", code: true },
      { title: "Configuration", code: true },
      { title: "Data", code: true },
    ],
    rows: runs.map(({ cell, seed, runId, configHash, dataHash }) => [
      cell,
      String(seed),
      runId,
      configHash?.slice(0, 16) ?? "not recorded",
      dataHash?.slice(0, 16) ?? "not recorded",
    ]),
  };
}
