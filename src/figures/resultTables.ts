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
  const seen = seenWords(groups);
  const over = groups.every(({ runs }) => runs[0]?.result.unseen) ? ", seen" : "";
  return {
    columns: [
      { title: "Cell" },
      { title: "Stream" },
      ...taught.columns,
      { title: "Seeds", align: "right" },
      { title: `Top-1 (%), last epoch${over}`, ...PERCENT },
      { title: `Top-5 (%), last epoch${over}`, ...PERCENT },
      { title: `Top-1 (%), best on validation${over}`, ...PERCENT },
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
    note: `Mean ± sample standard deviation over seeds. The last epoch is the result; best on validation is shown for comparison only.${seen ? ` ${seen}` : ""}`,
  };
}

/** What runs were taught with beside labels, a column that is there when any was: class-level text is called so wherever a result stands. */
export function taughtColumn(groups: readonly Pick<RunGroup, "runs">[]): { columns: Column[]; cells: string[][] } {
  const told = groups.map(({ runs }) => distinct(runs.map(({ config }) => taughtWith(config))));
  if (told.every((text) => text === NOT_TAUGHT)) return { columns: [], cells: groups.map(() => []) };
  return { columns: [{ title: "Text in training" }], cells: told.map((text) => [text]) };
}

const NOT_TAUGHT = "none";

/** What a run is taught with beside labels: "bank, class-level"; null where nothing is. */
export function textLevelOf({ language }: RunConfig): string | null {
  return language && `${language.texts.source}, ${language.texts.level}-level`;
}

function taughtWith(config: RunConfig): string {
  return textLevelOf(config) ?? NOT_TAUGHT;
}

/** Which accuracies are over clips of seen classes alone, and which classes were held out; null where none was. */
export function seenWords(groups: readonly RunGroup[]): string | null {
  const held = groups.flatMap(({ name, runs }) => {
    const { unseen } = runs[0]!.result;
    return unseen ? [{ name, unseen }] : [];
  });
  if (held.length === 0) return null;
  const listed = (unseen: readonly string[]): string => `never trained on: ${unseen.join(", ")}`;
  if (groups.length === 1) return `Accuracy is over clips of seen classes alone; ${listed(held[0]!.unseen)}.`;
  return `Accuracy of ${held.map(({ name, unseen }) => `${name} is over clips of seen classes alone (${listed(unseen)})`).join(", of ")}.`;
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
