import { languageTable } from "../../figures/languageTable";
import { displayWidth, toText, type Table } from "../../figures/table";
import type { FinishedRun } from "../running/plan";
import { classTable, resultTable } from "../running/resultTables";

/** Columns of the table of classes that say what a class was mistaken for. */
const MISTAKES = 2;

/**
 * The tables printed after a training cell: accuracy per class, then the summary, mean ± standard deviation over seeds, then what skeletons and
 * descriptions find of one another.
 *
 * @param columns of the terminal; null where lines may be as long as they like
 */
export function resultText(cell: string, runs: readonly FinishedRun[], columns: number | null): string {
  const perClass = fittingText(classTable(runs), columns, MISTAKES);
  const found = languageTable(runs);
  const language = found ? `\n${fittingText(found, columns)}` : "";
  return `#${cell}  accuracy by class\n\n${perClass}\n${fittingText(resultTable(cell, runs), columns)}${language}`;
}

/** A table as text. Where the terminal is too narrow, the last `spare` columns go first, then names are cut further than usual. */
export function fittingText(table: Table, columns: number | null, spare = 0): string {
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
