import { make } from "../frame/elements";
import { percent } from "../frame/words";
import type { Reading, ReadingRow } from "./reading";
import { isStepMeasure } from "./spec";
import type { Measure } from "./spec";
import { MEASURE_WORDS, runName } from "./words";

/** The box beside the pointer: what each run has at the place read; `several` runs are told apart. */
export function tipContent({ title, rows }: Reading, measure: Measure, several: boolean): HTMLElement[] {
  const validated = rows.some((row) => values(row, measure)[1] !== "");
  const table = make("table");
  const head = make("tr");
  head.append(make("th", "", title), make("th", "", "train"));
  if (validated) head.append(make("th", "", "validation"));
  table.append(head);
  for (const row of rows) {
    const line = make("tr");
    const [train, validation] = values(row, measure);
    line.append(make("td", "", several ? runName(row.run.facts) : ""), make("td", "", train));
    if (validated) line.append(make("td", "", validation));
    table.append(line);
  }
  return [table];
}

/** The same in one sentence, for screen readers. */
export function readingSentence({ title, rows }: Reading, measure: Measure, several: boolean): string {
  const parts = rows.map((row) => {
    const [train, validation] = values(row, measure);
    const words = [train && `train ${train}`, validation && `validation ${validation}`].filter(Boolean).join(", ");
    return several ? `${runName(row.run.facts)}: ${words}` : words;
  });
  return `${MEASURE_WORDS[measure]}, ${title}: ${parts.join("; ")}.`;
}

function values(row: ReadingRow, measure: Measure): [train: string, validation: string] {
  if (isStepMeasure(measure)) return [number(row.atStep?.[measure] ?? null), ""];
  return measure === "loss"
    ? [number(row.loss), number(row.validationLoss)]
    : [share(row.top1), share(row.validationTop1)];
}

/** Four significant digits. */
function number(value: number | null): string {
  if (value === null) return "";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : value.toPrecision(4);
}

function share(value: number | null): string {
  return value === null ? "" : percent(value);
}
