import { topConfusedPairs } from "../../common/payloads/confusionOrder";
import { perClassAccuracy } from "../../figures/perClass";
import { languageTable } from "../../figures/languageTable";
import { perClassTable, summaryTable } from "../../figures/resultTables";
import { cellText, type Table } from "../../figures/table";
import type { FinishedRun } from "./plan";

type Finished = Pick<FinishedRun, "config" | "result">;

/** A cell's results, mean ± standard deviation over its runs; one group reads better downwards than as a single row of ten columns. */
export function resultTable(cell: string, runs: readonly Finished[]): Table {
  const summary = summaryTable([{ name: `#${cell}`, runs }]);
  return {
    columns: [{ title: "Result" }, { title: `#${cell}`, align: "right" }],
    rows: summary.columns
      .slice(1)
      .map((column, i) => [column.title, cellText(summary.rows[0]![i + 1]!, summary.columns[i + 1]!)]),
    note: summary.note,
  };
}

/** Everything that is told in tables of a cell's runs that have ended; what skeletons and texts find of one another where they were aligned. */
export function resultTables(cell: string, runs: readonly Finished[]): readonly [result: Table, ...more: Table[]] {
  const language = languageTable(runs);
  return [resultTable(cell, runs), ...(language ? [language] : []), classTable(runs)];
}

/** Accuracy per class over a cell's runs. */
export function classTable(runs: readonly Finished[]): Table {
  const { classes } = runs[0]!.result;
  const accuracies = perClassAccuracy(
    classes,
    runs.map(({ result }) => result.test),
  );
  return perClassTable(accuracies, runs.length);
}

/** The most frequent mistakes over all runs; undefined when there is none. */
export function mistakesTable(runs: readonly Finished[], most = 5): Table | undefined {
  const { classes } = runs[0]!.result;
  const sum = classes.map((_, i) =>
    classes.map((_, j) => runs.reduce((total, { result }) => total + result.test.confusion[i]![j]!, 0)),
  );
  const pairs = topConfusedPairs(sum, most);
  if (pairs.length === 0) return undefined;
  return {
    columns: [{ title: "True" }, { title: "Predicted" }, { title: "Clips", align: "right" }],
    rows: pairs.map(({ truth, predicted, count }) => [classes[truth]!, classes[predicted]!, count]),
  };
}
