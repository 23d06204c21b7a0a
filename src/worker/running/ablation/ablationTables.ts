import { ablationTable, isSure, type AblationRow } from "../../../figures/ablationTable";
import type { Contrasted } from "../../../figures/comparison";
import { perClassAccuracy } from "../../../figures/perClass";
import { seenWords, textLevelOf } from "../../../figures/resultTables";
import type { Table } from "../../../figures/table";
import type { ResolvedAblation } from "../../../notebook/resolve";
import type { ComparedVariant } from "./compareVariants";

/** What a factor is called in a heading: "cts" of "model.cts". */
export function factorTitle(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** A row's numbers as tables and figures take them. */
export function rowOf({ label, levels, seeds, runs, contrast, ...costs }: ComparedVariant): AblationRow {
  const { parameters, macs, milliseconds } = costs;
  return {
    name: label,
    levels,
    text: runs[0] ? textLevelOf(runs[0].config) : null,
    top1: runs.map(({ result }) => result.test.top1),
    seeds,
    parameters,
    macs,
    milliseconds,
    against: contrast && {
      seeds: contrast.seeds,
      difference: contrast.difference,
      interval: contrast.interval,
      p: contrast.holm,
      g: contrast.g,
    },
  };
}

/** What those variants change that could be held against the baseline, in the order of the rows. */
export function contrastsOf(compared: readonly ComparedVariant[]): Contrasted[] {
  return compared
    .map(rowOf)
    .flatMap(({ name, against }) =>
      against ? [{ name, difference: against.difference, interval: against.interval, sure: isSure(against) }] : [],
    );
}

/** The table of an ablation as far as its runs have ended. */
export function tableOfVariants(cell: ResolvedAblation, compared: readonly ComparedVariant[]): Table {
  const table = ablationTable(compared.map(rowOf), {
    factors: cell.design === "grid" ? cell.factors.map(({ name }) => factorTitle(name)) : null,
    baseline: `#${cell.of}`,
  });
  const also = compared.flatMap(({ label, also: others }) =>
    others.length > 0 ? [`${others.join("; ")}: the same runs as ${label}.`] : [],
  );
  const seen = seenWords(
    compared.flatMap(({ label, runs }) => (runs.length > 0 ? [{ name: label, runs: [...runs] }] : [])),
  );
  return { ...table, note: [table.note, seen, ...also].filter((one) => one).join(" ") };
}

/** Classes whose accuracy changes most. */
const MOST_CLASSES = 10;
/** Variants beside one another; more would not fit a page. */
const MOST_COLUMNS = 6;

/** How class accuracies change from the baseline to the variants, the largest change first; undefined before there is anything to compare. */
export function classChanges(compared: readonly ComparedVariant[], most = MOST_CLASSES): Table | undefined {
  const [baseline, ...others] = compared.filter(
    ({ runs, contrast }, at) => runs.length > 0 && (at === 0 || contrast !== null),
  );
  if (!baseline || baseline !== compared[0] || others.length === 0) return undefined;
  const { classes } = baseline.runs[0]!.result;
  const meansOf = ({ runs }: ComparedVariant) =>
    perClassAccuracy(
      classes,
      runs.map(({ result }) => result.test),
    ).map(({ spread }) => spread?.mean ?? null);
  const before = meansOf(baseline);
  const shown = others.slice(0, MOST_COLUMNS);
  const after = shown.map(meansOf);
  const rows = classes.flatMap((name, at) => {
    const from = before[at]!;
    if (from === null) return [];
    const changes: (number | null)[] = after.map((means) => (means[at] === null ? null : means[at]! - from));
    return [{ name, from, changes, most: Math.max(...changes.map((change) => Math.abs(change ?? 0))) }];
  });
  const changed = rows.filter(({ most: change }) => change > 0).sort((a, b) => b.most - a.most);
  if (changed.length === 0) return undefined;
  const share = { digits: 1, times: 100, align: "right" } as const;
  const left = others.length - shown.length;
  return {
    columns: [
      { title: "Class" },
      { title: `${baseline.label} (%)`, ...share },
      ...shown.map(({ label }) => ({ title: `${label} (points)`, ...share })),
    ],
    rows: changed.slice(0, most).map(({ name, from, changes }) => [name, from, ...changes]),
    note: `The ${Math.min(most, changed.length)} of ${classes.length} classes whose accuracy changes most, mean over seeds.${left > 0 ? ` ${left} further variants are left out.` : ""}`,
  };
}
