import { spreadOf } from "./statistics";
import type { Table } from "./table";

/** A variant against the baseline; accuracies and differences are shares. */
export interface AblationRow {
  readonly name: string;
  /** Top-1 of each seed's run. */
  readonly top1: readonly number[];
  readonly parameters: number | null;
  /** Of one clip. */
  readonly macs: number | null;
  readonly milliseconds: number | null;
  /** Null for the baseline itself, and where the runs cannot be paired. */
  readonly against: {
    readonly difference: number;
    readonly interval: { readonly low: number; readonly high: number };
    /** Corrected by Holm over the table's rows. */
    readonly p: number;
  } | null;
}

/** How the differences were tested; the note says it. */
export type AblationTest = "mcnemar" | "bootstrap";

const TESTED: Readonly<Record<AblationTest, string>> = {
  mcnemar: "Newcombe's 95% interval for paired proportions; exact McNemar test on the same clips",
  bootstrap: "95% percentile interval and p of a paired bootstrap over seeds and clips",
};

const SHARE = { digits: 2, times: 100, align: "right" } as const;
const DIFFERENCE = 5;

/** One row per variant. A difference is set in bold only where its interval leaves out 0 and its corrected p is below 0.05. */
export function ablationTable(rows: readonly AblationRow[], test: AblationTest): Table {
  return {
    columns: [
      { title: "Variant" },
      { title: "Top-1 (%)", ...SHARE },
      { title: "Parameters", align: "right" },
      { title: "Multiply-adds (G)", digits: 2, times: 1e-9, align: "right" },
      { title: "ms per clip", digits: 2, align: "right" },
      { title: "Difference (points)", ...SHARE },
      { title: "95% from", ...SHARE },
      { title: "95% to", ...SHARE },
      { title: "p (Holm)", digits: 4, align: "right" },
    ],
    rows: rows.map(({ name, top1, parameters, macs, milliseconds, against }) => [
      name,
      spreadOf(top1),
      parameters,
      macs,
      milliseconds,
      against?.difference ?? null,
      against?.interval.low ?? null,
      against?.interval.high ?? null,
      against?.p ?? null,
    ]),
    strong: rows.flatMap(({ against }, row) =>
      against && (against.interval.low > 0 || against.interval.high < 0) && against.p < 0.05
        ? [[row, DIFFERENCE] as const]
        : [],
    ),
    note: `Mean ± sample standard deviation over seeds. Differences to the first row: ${TESTED[test]}, corrected by Holm over the rows.`,
  };
}
