import { topConfusedPairs } from "../../common/payloads/confusionOrder";
import { perClassAccuracy } from "../../figures/perClass";
import { perClassTable, summaryTable } from "../../figures/resultTables";
import { cellText, displayWidth, toText, type Table } from "../../figures/table";
import type { FinishedRun } from "../running/plan";

/** Columns of the table of classes that say what a class was mistaken for. */
const MISTAKES = 2;

/**
 * The tables printed after a training cell: accuracy per class, then the summary, mean ± standard deviation over seeds.
 *
 * @param columns of the terminal; null where lines may be as long as they like
 */
export function resultText(cell: string, runs: readonly FinishedRun[], columns: number | null): string {
  const { classes } = runs[0]!.result;
  const accuracies = perClassAccuracy(
    classes,
    runs.map(({ result }) => result.test),
  );
  const summary = summaryTable([{ name: `#${cell}`, runs }]);
  // One group reads better downwards than as a single row of ten columns.
  const down: Table = {
    columns: [{ title: "Result" }, { title: `#${cell}`, align: "right" }],
    rows: summary.columns.slice(1).map((column, i) => [column.title, cellOf(summary, i + 1)]),
    note: summary.note,
  };
  const perClass = fittingText(perClassTable(accuracies, runs.length), columns, MISTAKES);
  return `#${cell}  accuracy by class\n\n${perClass}\n${fittingText(down, columns)}`;
}

/** Where the terminal is too narrow, the last `spare` columns go first, then names are cut further than usual. */
function fittingText(table: Table, columns: number | null, spare = 0): string {
  const fits = (text: string) => columns === null || text.split("\n").every((line) => displayWidth(line) <= columns);
  const { note, ...body } = table;
  const narrow = { columns: body.columns.slice(0, -spare), rows: body.rows.map((row) => row.slice(0, -spare)) };
  const kept = spare === 0 || fits(toText(body)) ? body : narrow;
  let text = toText(kept);
  for (let widest = 38; widest >= 12 && !fits(text); widest -= 2) text = toText(kept, widest);
  return note === undefined ? text : `${text}\n${wrapped(note, columns ?? Infinity)}\n`;
}

/** Breaks between words, so that a terminal does not break inside them. */
function wrapped(text: string, columns: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && displayWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join("\n");
}

function cellOf(table: ReturnType<typeof summaryTable>, j: number): string {
  return cellText(table.rows[0]![j]!, table.columns[j]!);
}

/** A confusion view in words: the most frequent mistakes over all seeds. The matrix itself is the report's. */
export function viewText(cell: string, runs: readonly FinishedRun[], width: number | null): string {
  if (runs.length === 0) return "";
  const { classes } = runs[0]!.result;
  const sum = classes.map((_, i) =>
    classes.map((_, j) => runs.reduce((total, { result }) => total + result.test.confusion[i]![j]!, 0)),
  );
  const pairs = topConfusedPairs(sum, 5);
  if (pairs.length === 0) return `#${cell}  no test clip was mistaken\n`;
  const columns = [{ title: "True" }, { title: "Predicted" }, { title: "Clips", align: "right" as const }];
  const rows = pairs.map(({ truth, predicted, count }) => [classes[truth]!, classes[predicted]!, count]);
  return `#${cell}  most frequent mistakes over ${runs.length} ${runs.length === 1 ? "run" : "runs"}\n\n${fittingText({ columns, rows }, width)}\n`;
}
