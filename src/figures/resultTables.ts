import type { RunConfig } from "../common/config";
import type { RunResult } from "../common/runRecord";
import type { ClassAccuracy } from "./perClass";
import { spreadOf } from "./statistics";
import type { Column, Table } from "./table";

/** The runs of one cell, one per seed. */
export interface RunGroup {
  readonly name: string;
  readonly runs: readonly { readonly config: RunConfig; readonly result: RunResult }[];
}

const PERCENT: Partial<Column> = { digits: 2, times: 100, align: "right" };

/**
 * One row per group: test accuracy after the last epoch (the result), beside it, labelled, that of the epoch best on validation,
 * and how often the test split was looked at. Per cent, mean ± sample standard deviation over seeds.
 */
export function summaryTable(groups: readonly RunGroup[]): Table {
  const taught = taughtColumn(groups);
  return {
    columns: [
      { title: "Cell" },
      { title: "Stream" },
      ...taught.columns,
      { title: "Seeds", align: "right" },
      { title: "Top-1 (%), last epoch", ...PERCENT },
      { title: "Top-5 (%), last epoch", ...PERCENT },
      { title: "Top-1 (%), best on validation", ...PERCENT },
      { title: "Calibration error (%)", ...PERCENT },
      { title: "Test clips", align: "right" },
      { title: "Test looks per run", align: "right" },
      { title: "Parameters", align: "right" },
    ],
    rows: groups.map(({ name, runs }, i) => [
      name,
      distinct(runs.map(({ config }) => config.data.stream)),
      ...taught.cells[i]!,
      runs.length,
      spreadOf(runs.map(({ result }) => result.test.top1)),
      spreadOf(runs.map(({ result }) => result.test.top5)),
      spreadOf(runs.map(({ result }) => result.bestOnValidation?.test.top1 ?? null)),
      spreadOf(runs.map(({ result }) => result.test.ece)),
      distinct(runs.map(({ result }) => String(result.test.clips))),
      distinct(runs.map(({ result }) => String(result.testLooks))),
      spreadOf(runs.map(({ result }) => result.parameters))?.mean ?? null,
    ]),
    note: "Mean ± sample standard deviation over seeds. The last epoch is the result; best on validation is shown for comparison only.",
  };
}

/** What runs were taught with beside labels, a column that is there when any was: class-level text is called so wherever a result stands. */
export function taughtColumn(groups: readonly Pick<RunGroup, "runs">[]): { columns: Column[]; cells: string[][] } {
  const told = groups.map(({ runs }) => distinct(runs.map(({ config }) => taughtWith(config))));
  if (told.every((text) => text === NOT_TAUGHT)) return { columns: [], cells: groups.map(() => []) };
  return { columns: [{ title: "Text in training" }], cells: told.map((text) => [text]) };
}

const NOT_TAUGHT = "none";

function taughtWith({ language }: RunConfig): string {
  if (!language) return NOT_TAUGHT;
  const { source, level } = language.texts;
  return `${source}, ${level}-level`;
}

/** One row per class, numbered from 1 as the large confusion matrices are. */
export function perClassTable(accuracies: readonly ClassAccuracy[], runs: number): Table {
  return {
    columns: [
      { title: "No.", align: "right" },
      { title: "Class" },
      { title: "Clips", align: "right" },
      { title: "Accuracy (%)", digits: 1, times: 100, align: "right" },
      { title: "Most often mistaken for" },
      { title: "Share (%)", digits: 1, times: 100, align: "right" },
    ],
    rows: accuracies.map(({ index, name, clips, spread, mistakenFor }) => [
      index + 1,
      name,
      Math.round(clips),
      spread,
      mistakenFor?.name ?? null,
      mistakenFor?.share ?? null,
    ]),
    note:
      runs > 1
        ? `Test split, mean ± sample standard deviation over ${runs} seeds; shares are over all seeds.`
        : "Test split, one seed.",
  };
}

function distinct(values: readonly string[]): string {
  return [...new Set(values)].join(", ") || "–";
}
