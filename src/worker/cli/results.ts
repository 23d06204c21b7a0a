import { topConfusedPairs } from "../../common/payloads/confusionOrder";
import { perClassAccuracy } from "../../figures/perClass";
import { perClassTable, summaryTable } from "../../figures/resultTables";
import { cellText, toText } from "../../figures/table";
import type { FinishedRun } from "./runNotebook";

/** The tables printed after a training cell: accuracy per class, then the summary, mean ± standard deviation over seeds. */
export function resultText(cell: string, runs: readonly FinishedRun[]): string {
  const { classes } = runs[0]!.result;
  const accuracies = perClassAccuracy(
    classes,
    runs.map(({ result }) => result.test),
  );
  const summary = summaryTable([{ name: `#${cell}`, runs }]);
  // One group reads better downwards than as a single row of ten columns.
  const down = {
    columns: [{ title: "Result" }, { title: `#${cell}`, align: "right" as const }],
    rows: summary.columns.slice(1).map((column, i) => [column.title, cellOf(summary, i + 1)]),
    note: summary.note,
  };
  return `${toText(perClassTable(accuracies, runs.length))}\n${toText(down, 60)}`;
}

function cellOf(table: ReturnType<typeof summaryTable>, j: number): string {
  return cellText(table.rows[0]![j]!, table.columns[j]!);
}

/** A confusion view in words: the most frequent mistakes over all seeds. The matrix itself is the report's. */
export function viewText(cell: string, runs: readonly FinishedRun[]): string {
  if (runs.length === 0) return "";
  const { classes } = runs[0]!.result;
  const sum = classes.map((_, i) =>
    classes.map((_, j) => runs.reduce((total, { result }) => total + result.test.confusion[i]![j]!, 0)),
  );
  const pairs = topConfusedPairs(sum, 5);
  if (pairs.length === 0) return `#${cell}  no test clip was mistaken\n`;
  const columns = [{ title: "True" }, { title: "Predicted" }, { title: "Clips", align: "right" as const }];
  const rows = pairs.map(({ truth, predicted, count }) => [classes[truth]!, classes[predicted]!, count]);
  return `#${cell}  most frequent mistakes over ${runs.length} ${runs.length === 1 ? "run" : "runs"}\n\n${toText({ columns, rows })}\n`;
}
