import { spreadOf } from "./statistics";
import { cellText, type CellValue, type Column, type Table } from "./table";

/** A variant against the baseline; accuracies and differences are shares. */
export interface AblationRow {
  readonly name: string;
  /** The level of each factor; null where it is as in the baseline. */
  readonly levels: readonly (string | null)[];
  /** What it is taught with beside labels: "bank, class-level"; null where nothing is. */
  readonly text: string | null;
  /** Top-1 of each run that has ended, and how many there will be. */
  readonly top1: readonly number[];
  readonly seeds: number;
  readonly parameters: number | null;
  /** Of one clip. */
  readonly macs: number | null;
  readonly milliseconds: number | null;
  /** Null for the baseline itself, and where the runs cannot be paired. */
  readonly against: {
    /** Pairs of runs behind it. */
    readonly seeds: number;
    readonly difference: number;
    readonly interval: { readonly low: number; readonly high: number };
    /** Corrected by Holm over the table's rows. */
    readonly p: number;
    /** Cohen's g; null where no prediction differs. */
    readonly g: number | null;
  } | null;
}

export interface AblationTableOptions {
  /** Names of the factors, each a column of its own; null for one column with each row's name. */
  readonly factors: readonly string[] | null;
  /** What a row says of a factor that is as in the baseline. */
  readonly baseline: string;
}

const TESTED = {
  mcnemar: "Newcombe's 95% interval for paired proportions and the exact McNemar test on the same clips",
  bootstrap: "95% percentile interval and p of a paired bootstrap over seeds and clips",
};

const SHARE = { digits: 2, times: 100, align: "right" } as const;

interface Drawn {
  readonly column: Column;
  readonly value: (row: AblationRow) => CellValue;
  /** Left out where no row has a value. */
  readonly optional?: boolean;
  /** Of what a network costs: told in the note where it is the same in every row. */
  readonly cost?: string;
}

/**
 * One row per variant, which fill as runs end. A difference is set in bold only where its interval leaves out 0 and its corrected p is below
 * 0.05. Costs that nobody has counted or measured have no column, and those that are the same in every row stand in the note.
 */
export function ablationTable(rows: readonly AblationRow[], options: AblationTableOptions): Table {
  const known = columnsOf(rows, options).filter(
    ({ value, optional }) => !optional || rows.some((row) => value(row) !== null),
  );
  const same = known.filter(({ value, cost }) => cost && rows.length > 1 && new Set(rows.map(value)).size === 1);
  const drawn = known.filter((one) => !same.includes(one));
  const difference = drawn.findIndex(({ column }) => column.title === DIFFERENCE);
  return {
    columns: drawn.map(({ column }) => column),
    rows: rows.map((row) => drawn.map(({ value }) => value(row))),
    strong: rows.flatMap(({ against }, row) => (isSure(against) ? [[row, difference] as const] : [])),
    note: [
      noteOf(rows),
      ...same.map((one) => `Every row: ${cellText(one.value(rows[0]!), one.column)} ${one.cost!}.`),
    ].join(" "),
  };
}

/** Whether a difference is more than noise by both its interval and its corrected p. */
export function isSure(against: AblationRow["against"]): boolean {
  return against !== null && (against.interval.low > 0 || against.interval.high < 0) && against.p < 0.05;
}

const DIFFERENCE = "Difference (points)";

function columnsOf(rows: readonly AblationRow[], { factors, baseline }: AblationTableOptions): Drawn[] {
  const names: Drawn[] = factors
    ? factors.map((name, at) => ({ column: { title: name }, value: ({ levels }) => levels[at] ?? baseline }))
    : [{ column: { title: "Variant" }, value: ({ name }) => name }];
  const taught = { column: { title: "Text in training" }, value: ({ text }: AblationRow) => text, optional: true };
  const waiting = rows.some(({ top1, seeds }) => top1.length < seeds);
  const right = (title: string, more: Partial<Column> = {}): Column => ({ title, align: "right", ...more });
  return [
    ...names,
    taught,
    ...(waiting
      ? [{ column: right("Runs"), value: ({ top1, seeds }: AblationRow) => `${top1.length} of ${seeds}` }]
      : []),
    { column: { title: "Top-1 (%)", ...SHARE }, value: ({ top1 }) => spreadOf(top1) },
    { column: right("Parameters"), value: ({ parameters }) => parameters, optional: true, cost: "parameters" },
    {
      column: right("Multiply-adds (M)", { digits: 1, times: 1e-6 }),
      value: ({ macs }) => macs,
      optional: true,
      cost: "million multiply-adds of one clip",
    },
    { column: right("ms per clip", { digits: 2 }), value: ({ milliseconds }) => milliseconds, optional: true },
    { column: { title: DIFFERENCE, ...SHARE }, value: ({ against }) => against?.difference ?? null },
    { column: { title: "95% from", ...SHARE }, value: ({ against }) => against?.interval.low ?? null },
    { column: { title: "95% to", ...SHARE }, value: ({ against }) => against?.interval.high ?? null },
    { column: right("p (Holm)", { digits: 4 }), value: ({ against }) => against?.p ?? null },
    { column: right("Cohen's g", { digits: 2 }), value: ({ against }) => against?.g ?? null, optional: true },
  ];
}

/** While seeds are still training, one row may have a single pair of runs and another several. */
function noteOf(rows: readonly AblationRow[]): string {
  const spread = "Mean ± sample standard deviation over seeds.";
  const pairs = rows.flatMap(({ against }) => against?.seeds ?? []);
  if (pairs.length === 0) return spread;
  const [one, several] = [pairs.some((seeds) => seeds === 1), pairs.some((seeds) => seeds > 1)];
  const tested =
    one && several
      ? `over one seed, ${TESTED.mcnemar}; over several, ${TESTED.bootstrap}`
      : one
        ? TESTED.mcnemar
        : TESTED.bootstrap;
  return `${spread} Differences to the first row over the seeds and test clips of both: ${tested}; p is corrected by Holm over the rows. Cohen's g: how unevenly the predictions on which just one of both is right are shared out, from -0.5 to 0.5.`;
}
